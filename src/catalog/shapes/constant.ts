/** The same rate throughout; what a phase's plain `rate: 500/s` means. */
import { z } from 'zod';
import { rateBetween } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { ShapeKind } from '../../model/shape.js';

const settings = z.strictObject({
  rate: rateBetween({ max: limits.ratePerSecondMax }).describe('Arrivals per unit of time.'),
});

export const constant: ShapeKind<z.output<typeof settings>> = {
  kind: 'constant',
  summary: 'The same rate throughout the phase.',
  settings,
  segments: ({ rate }, durationMs) => [{ startMs: 0, endMs: durationMs, fromPerSecond: rate, toPerSecond: rate }],
  describe: ({ rate }) => printRate(rate),
};
