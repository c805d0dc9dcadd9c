/** A server's disk is slow: commits wait for it, because they are durable only on it. */
import { z } from 'zod';
import { describeTargets, oneTarget, targetShape } from '../../kit/fault-targets.js';
import type { FaultKind } from '../../model/fault.js';
import { strainedNodes } from './words/strained-nodes.js';

const settings = z
  .strictObject({
    ...targetShape,
    operations_per_second: z
      .int()
      .min(10)
      .max(1_000)
      .default(100)
      .describe('How many reads, and how many writes, the disk does for each node; a durable commit needs several.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const diskSlow: FaultKind<z.output<typeof settings>> = {
  ...strainedNodes<z.output<typeof settings>>({
    kind: 'disk-speed',
    needs: [],
    strainOf: ({ operations_per_second: operationsPerSecond }) => ({ kind: 'disk-speed', operationsPerSecond }),
  }),
  kind: 'disk-slow',
  summary: 'Lets the disk do only so many operations for a server (control groups); the heal lifts the limit.',
  label: 'disk slow',
  settings,
  describe: ({ operations_per_second: operations, ...chosen }) =>
    `lets the disk do ${operations} reads and ${operations} writes a second for ${describeTargets(chosen)}, and as many as it can to heal`,
};
