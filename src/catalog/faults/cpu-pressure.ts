/** A server gets little processor time: a noisy neighbour on its host, a machine that was sized too small. It lives, answers, and is slow. */
import { z } from 'zod';
import { describeTargets, oneTarget, targetShape } from '../../kit/fault-targets.js';
import { shareSchema } from '../../kit/literal-schema.js';
import type { FaultKind } from '../../model/fault.js';
import { strainedNodes } from './words/strained-nodes.js';

/** More than all of one core is too much for one calculation to show that there is no more. */
const leftMin = 0.02;
const leftMax = 0.9;

const settings = z
  .strictObject({
    ...targetShape,
    left: shareSchema
      .refine((share) => share >= leftMin && share <= leftMax, 'What is left must be between 2% and 90% of one core.')
      .prefault('20%')
      .describe('The processor time that each node keeps, as a share of one core: 2% to 90%.'),
  })
  .refine(oneTarget.check, oneTarget.message);

export const cpuPressure: FaultKind<z.output<typeof settings>> = {
  ...strainedNodes<z.output<typeof settings>>({
    kind: 'cpu',
    needs: [],
    strainOf: ({ left }) => ({ kind: 'cpu', cores: left }),
  }),
  kind: 'cpu-pressure',
  summary: 'Leaves servers a share of one core only (control groups); the heal gives them the whole machine again.',
  label: 'CPU short',
  settings,
  describe: ({ left, ...chosen }) =>
    `leaves ${describeTargets(chosen)} ${Number((left * 100).toPrecision(12))}% of one core, and the whole machine again to heal`,
};
