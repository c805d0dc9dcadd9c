/** Waves: a high rate that comes back at a fixed interval, as when vouchers are released in batches. */
import { z } from 'zod';
import { flat, lowTop } from '../../kit/curve-pieces.js';
import { printDuration } from '../../kit/duration.js';
import { durationBetween, rateBetween } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { RateSegment } from '../../model/rate.js';
import type { ShapeKind } from '../../model/shape.js';

const rate = rateBetween({ max: limits.ratePerSecondMax });
const settings = z.strictObject({
  base: rate.describe('Rate between the waves.'),
  peak: rate.describe('Rate during a wave.'),
  every: durationBetween({ min: 100 }).describe(
    'Time from the start of one wave to the next; the first starts with the phase.',
  ),
  width: durationBetween({ min: 10 }).describe('Length of a wave; less than `every`.'),
});
type Settings = z.output<typeof settings>;

export const pulseTrain: ShapeKind<Settings> = {
  kind: 'pulse-train',
  summary: 'Waves of a high rate at a fixed interval.',
  settings,
  segments: (decoded, durationMs) => [...waves(decoded, durationMs)],
  problem: ({ base, peak, every, width }) =>
    lowTop('peak', peak, base) ??
    (width >= every
      ? `Waves of ${printDuration(width)} every ${printDuration(every)} leave no time between them.`
      : null),
  describe: ({ base, peak, every, width }) =>
    `${printRate(base)} with waves of ${printRate(peak)} for ${printDuration(width)} every ${printDuration(every)}`,
};

function* waves({ base, peak, every, width }: Settings, durationMs: number): Generator<RateSegment> {
  for (let startMs = 0; startMs < durationMs; startMs += every) {
    const fallMs = Math.min(startMs + width, durationMs);
    const endMs = Math.min(startMs + every, durationMs);
    yield flat(startMs, fallMs, peak);
    if (fallMs < endMs) yield flat(fallMs, endMs, base);
  }
}
