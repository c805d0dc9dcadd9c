/** A server freezes: its connections stay open and nothing answers, which is how an overloaded host or a lost network looks. */
import { z } from 'zod';
import { describeTargets, mentionsOf, oneTarget, resolveTargets, targetShape } from '../../kit/fault-targets.js';
import { processesOf } from '../../kit/processes-of.js';
import type { FaultKind } from '../../model/fault.js';
import { areFrozen, makeSureOfGreetings } from './words/node-effects.js';

const settings = z.strictObject(targetShape).refine(oneTarget.check, oneTarget.message);

export const nodePause: FaultKind<z.output<typeof settings>> = {
  kind: 'node-pause',
  summary: 'Freezes server processes with SIGSTOP; the heal lets them go on.',
  label: 'node paused',
  requires: ['pause'],
  settings,
  describe: (chosen) => `freezes ${describeTargets(chosen)} with SIGSTOP and lets it go on with SIGCONT to heal`,
  mentions: mentionsOf,
  resolve: (chosen, cluster) => ({ nodes: resolveTargets(chosen, cluster) }),
  async inject({ cluster, targets, boundMs }) {
    await Promise.all(targets.nodes.map((node) => processesOf(cluster).pause(node, { boundMs })));
  },
  isEffective: areFrozen,
  async heal(context) {
    const { cluster, targets } = context;
    await Promise.all(targets.nodes.map((node) => processesOf(cluster).resume(node)));
    await makeSureOfGreetings(context);
  },
};
