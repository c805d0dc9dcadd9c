/** A server freezes: its connections stay open and nothing answers, which is how an overloaded host or a lost network looks. */
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
import { paused } from './words/losses.js';

const settings = z.strictObject(targetShape).refine(oneTarget.check, oneTarget.message);

export const nodePause: FaultKind<z.output<typeof settings>> = {
  ...paused,
  kind: 'node-pause',
  summary: 'Freezes server processes with SIGSTOP; the heal lets them go on.',
  label: 'node paused',
  settings,
  describe: (chosen) => `freezes ${describeTargets(chosen)} with SIGSTOP and lets it go on with SIGCONT to heal`,
  examples: atEachNode(),
  mentions: mentionsOf,
  resolve: (chosen, cluster) => ({ nodes: resolveTargets(chosen, cluster) }),
};
