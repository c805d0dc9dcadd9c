/** A soak: one rate for hours that swings slowly, so that pools, caches and queues grow and shrink, and what leaks or piles up shows. */
import { z } from 'zod';
import { fitTo } from '../../kit/curve-pieces.js';
import { printDuration } from '../../kit/duration.js';
import { formatPercent } from '../../kit/format.js';
import { durationBetween, rateBetween, shareSchema } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { RateSegment } from '../../model/rate.js';
import type { ShapeKind } from '../../model/shape.js';

const settings = z.strictObject({
  base: rateBetween({ max: limits.ratePerSecondMax }).describe('Mean rate.'),
  swing: shareSchema.prefault('10%').describe('How far the rate goes above and below its mean.'),
  every: durationBetween({ min: 1_000 }).prefault('10m').describe('Time from one high to the next.'),
});
type Settings = z.output<typeof settings>;

export const soak: ShapeKind<Settings> = {
  kind: 'soak',
  summary: 'One rate for long that swings slowly, to see what leaks or piles up.',
  settings,
  segments: (decoded, durationMs) => fitTo(durationMs, swings(decoded, durationMs), decoded.base),
  describe: ({ base, swing, every }) =>
    `${printRate(base)}, swinging by ${formatPercent(swing)} every ${printDuration(every)}`,
};

/** Straight from the mean to the high, to the low, and back to the mean. */
function* swings({ base, swing, every }: Settings, durationMs: number): Generator<RateSegment> {
  const [high, low] = [base * (1 + swing), base * (1 - swing)];
  for (let period = 0; period * every < durationMs; period += 1) {
    const at = (quarters: number): number => (period + quarters / 4) * every;
    yield { startMs: at(0), endMs: at(1), fromPerSecond: base, toPerSecond: high };
    yield { startMs: at(1), endMs: at(3), fromPerSecond: high, toPerSecond: low };
    yield { startMs: at(3), endMs: at(4), fromPerSecond: low, toPerSecond: base };
  }
}
