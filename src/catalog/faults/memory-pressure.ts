/** A server gets no more memory: new sessions and large sorts are refused, and what cannot do without may end it. */
import { z } from 'zod';
import { describeTargets, oneTarget, targetShape } from '../../kit/fault-targets.js';
import type { FaultKind } from '../../model/fault.js';
import { strainedNodes } from './words/strained-nodes.js';

const bytesPerMegabyte = 1_000_000;

const settings = z
  .strictObject({
    ...targetShape,
    spare_megabytes: z
      .number()
      .min(0)
      .max(12)
      .default(1)
      .describe('How much more each node may take than it has when the fault is injected; a session needs about 0.4.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const memoryPressure: FaultKind<z.output<typeof settings>> = {
  ...strainedNodes<z.output<typeof settings>>({
    kind: 'memory',
    needs: [],
    strainOf: ({ spare_megabytes: spare }) => ({ kind: 'memory', spareBytes: spare * bytesPerMegabyte }),
  }),
  kind: 'memory-pressure',
  summary:
    'Refuses servers any more memory than they have (a limit of their process); the heal allows it again, and starts what has ended for want of it.',
  label: 'memory short',
  settings,
  describe: ({ spare_megabytes: spare, ...chosen }) =>
    `lets ${describeTargets(chosen)} take ${spare} MB of memory more and then none, until it is healed`,
};
