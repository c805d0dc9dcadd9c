/** A server's clock is wrong: it jumps when the fault comes, and back when it is healed. */
import { z } from 'zod';
import { printDuration } from '../../kit/duration.js';
import { describeTargets, oneTarget, targetShape } from '../../kit/fault-targets.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { FaultKind } from '../../model/fault.js';
import { strainedNodes } from './words/strained-nodes.js';

const settings = z
  .strictObject({
    ...targetShape,
    skew: durationBetween({ min: 3_000, max: 365 * 24 * 3_600_000 })
      .prefault('30s')
      .describe('How wrong the clock is.'),
    direction: z.enum(['ahead', 'behind']).default('ahead').describe('Which way it is wrong.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const clockSkew: FaultKind<z.output<typeof settings>> = {
  ...strainedNodes<z.output<typeof settings>>({
    kind: 'clock',
    needs: ['own-clock'],
    strainOf: ({ skew, direction }) => ({ kind: 'clock', aheadMs: direction === 'ahead' ? skew : -skew }),
  }),
  kind: 'clock-skew',
  summary: 'Puts the clock of servers forward or back (libfaketime); the heal sets it right.',
  label: 'clock wrong',
  settings,
  describe: ({ skew, direction, ...chosen }) =>
    `sets the clock of ${describeTargets(chosen)} ${printDuration(skew)} ${direction}, and right again to heal`,
};
