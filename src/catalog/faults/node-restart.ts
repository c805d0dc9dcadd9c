/** A planned restart: the server ends in order, as for an upgrade, and comes back. */
import { z } from 'zod';
import { describeTargets, mentionsOf, oneTarget, resolveTargets, targetShape } from '../../kit/fault-targets.js';
import { processesOf } from '../../kit/processes-of.js';
import type { FaultKind } from '../../model/fault.js';
import { areGone } from './words/node-effects.js';

const settings = z.strictObject(targetShape).refine(oneTarget.check, oneTarget.message);

export const nodeRestart: FaultKind<z.output<typeof settings>> = {
  kind: 'node-restart',
  summary: 'Stops servers in order; the heal starts them again and waits until they have rejoined.',
  label: 'node restarted',
  requires: ['restart'],
  settings,
  describe: (chosen) => `stops ${describeTargets(chosen)} in order and starts it again to heal`,
  mentions: mentionsOf,
  resolve: (chosen, cluster) => ({ nodes: resolveTargets(chosen, cluster) }),
  async inject({ cluster, targets }) {
    await Promise.all(targets.nodes.map((node) => processesOf(cluster).stop(node)));
  },
  isEffective: areGone,
  async heal({ cluster, targets, signal }) {
    await Promise.all(targets.nodes.map((node) => processesOf(cluster).start(node, { signal })));
  },
};
