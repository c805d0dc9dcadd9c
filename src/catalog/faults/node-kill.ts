/** A server process dies at once, as from a crash: connections are reset, nothing is flushed. */
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
import { killed } from './words/losses.js';

const settings = z.strictObject(targetShape).refine(oneTarget.check, oneTarget.message);

export const nodeKill: FaultKind<z.output<typeof settings>> = {
  ...killed,
  kind: 'node-kill',
  summary: 'Kills server processes with SIGKILL; the heal starts them again and waits until they have rejoined.',
  label: 'node killed',
  settings,
  describe: (chosen) => `kills ${describeTargets(chosen)} with SIGKILL and starts it again to heal`,
  examples: atEachNode(),
  mentions: mentionsOf,
  resolve: (chosen, cluster) => ({ nodes: resolveTargets(chosen, cluster) }),
};
