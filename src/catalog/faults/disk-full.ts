/** A server's disk is full: what needs new room fails, or waits for somebody to make some. */
import { z } from 'zod';
import { describeTargets, oneTarget, targetShape } from '../../kit/fault-targets.js';
import type { FaultKind } from '../../model/fault.js';
import { strainedNodes } from './words/strained-nodes.js';

const settings = z.strictObject(targetShape).refine(oneTarget.check, oneTarget.message);

export const diskFull: FaultKind<z.output<typeof settings>> = {
  ...strainedNodes<z.output<typeof settings>>({
    kind: 'disk-space',
    needs: ['own-disk'],
    strainOf: () => ({ kind: 'disk-space' }),
  }),
  kind: 'disk-full',
  summary:
    'Fills the disk that a server was given for itself; the heal makes room, and starts again what has ended or left its cluster for want of it.',
  label: 'disk full',
  settings,
  describe: (chosen) =>
    `fills the disk of ${describeTargets(chosen)}, which holds nothing else, and makes room again to heal`,
};
