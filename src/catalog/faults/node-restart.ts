/** A planned restart: the server ends in order, as for an upgrade, and comes back. */
import { z } from 'zod';
import {
  atEachNode,
  describeTargets,
  mentionsOf,
  oneTarget,
  resolveTargets,
  targetShape,
} from '../../kit/fault-targets.js';
import type { FaultKind } from '../../model/fault.js';
import { stopped } from './words/losses.js';

const settings = z.strictObject(targetShape).refine(oneTarget.check, oneTarget.message);

export const nodeRestart: FaultKind<z.output<typeof settings>> = {
  ...stopped(),
  kind: 'node-restart',
  summary: 'Stops servers in order; the heal starts them again and waits until they have rejoined.',
  label: 'node restarted',
  settings,
  describe: (chosen) => `stops ${describeTargets(chosen)} in order and starts it again to heal`,
  examples: atEachNode(),
  mentions: mentionsOf,
  resolve: (chosen, cluster) => ({ nodes: resolveTargets(chosen, cluster) }),
};
