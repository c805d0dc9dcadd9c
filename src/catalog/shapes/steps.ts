/** A staircase: several rates, each for an equal part of the phase, to see at which one the target gives in. */
import { z } from 'zod';
import { rateBetween } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { ShapeKind } from '../../model/shape.js';

const settings = z.strictObject({
  rates: z
    .array(rateBetween({ max: limits.ratePerSecondMax }))
    .min(2)
    .max(100)
    .describe('The rates in order; each holds for an equal part of the phase.'),
});

export const steps: ShapeKind<z.output<typeof settings>> = {
  kind: 'steps',
  summary: 'A staircase of rates, each held for an equal part of the phase.',
  settings,
  segments: ({ rates }, durationMs) =>
    rates.map((rate, index) => ({
      startMs: (durationMs * index) / rates.length,
      endMs: (durationMs * (index + 1)) / rates.length,
      fromPerSecond: rate,
      toPerSecond: rate,
    })),
  describe: ({ rates }) => `steps of ${rates.map(printRate).join(', ')}`,
};
