/**
 * A retry storm: the rate that customers add who were refused together and come back together, wave after wave. What paystorm's own clients repeat
 * after a failure arises by itself from `client.retry` and is no arrival; this is the crowd behind other doors.
 */
import { z } from 'zod';
import { fitTo, flat, lowTop } from '../../kit/curve-pieces.js';
import { printDuration } from '../../kit/duration.js';
import { formatPercent } from '../../kit/format.js';
import { durationBetween, rateBetween, shareSchema } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { RateSegment } from '../../model/rate.js';
import type { ShapeKind } from '../../model/shape.js';

/** A wave of less than this share of the first is not seen any more. */
const smallestWave = 0.001;

const rate = rateBetween({ max: limits.ratePerSecondMax });
const settings = z.strictObject({
  base: rate.describe('Rate between the waves.'),
  peak: rate.describe('Rate at the top of the first wave.'),
  wait: durationBetween({ min: 10 })
    .prefault('1s')
    .describe('Time until the first wave, and its width; both double with every further wave.'),
  failing: shareSchema.prefault('50%').describe('Share of those in a wave who fail again and come back with the next.'),
});
type Settings = z.output<typeof settings>;

export const retryStorm: ShapeKind<Settings> = {
  kind: 'retry-storm',
  summary: 'Waves of customers who try again, each wave twice as far off and twice as wide as the one before.',
  settings,
  segments: (decoded, durationMs) => fitTo(durationMs, waves(decoded), decoded.base),
  problem: ({ base, peak, wait }, durationMs) =>
    lowTop('peak', peak, base) ??
    (wait >= durationMs
      ? `The first wave comes after ${printDuration(wait)}, but its phase ends after ${printDuration(durationMs)}.`
      : null),
  describe: ({ base, peak, wait, failing }) =>
    `${printRate(base)} with waves of retries from ${printRate(peak)} down, the first after ${printDuration(wait)}, each with ${formatPercent(failing)} of the one before`,
};

/** Triangles. Twice the width and `failing` times the customers make the height fall by half of that share. */
function* waves({ base, peak, wait, failing }: Settings): Generator<RateSegment> {
  let endMs = 0;
  for (let [share, width] = [1, wait]; share > smallestWave; share *= failing / 2, width *= 2) {
    const startMs = endMs + width;
    const middleMs = startMs + width / 2;
    const top = base + (peak - base) * share;
    yield flat(endMs, startMs, base);
    yield { startMs, endMs: middleMs, fromPerSecond: base, toPerSecond: top };
    endMs = startMs + width;
    yield { startMs: middleMs, endMs, fromPerSecond: top, toPerSecond: base };
  }
}
