/** A midnight sale: the rate jumps within seconds and ebbs away exponentially. */
import { z } from 'zod';
import { ebb, fitTo, flat, lowTop } from '../../kit/curve-pieces.js';
import { printDuration } from '../../kit/duration.js';
import { durationBetween, rateBetween } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { RateSegment } from '../../model/rate.js';
import type { ShapeKind } from '../../model/shape.js';

const rate = rateBetween({ max: limits.ratePerSecondMax });
const settings = z.strictObject({
  base: rate.describe('Rate before the jump, and what the spike ebbs away to.'),
  peak: rate.describe('Rate at the top.'),
  rise: durationBetween({ min: 1 }).prefault('2s').describe('Time from base to peak.'),
  hold: durationBetween({}).prefault('0s').describe('Time at the top before the ebb begins.'),
  decay: durationBetween({ min: 10 })
    .prefault('10m')
    .describe('Time in which the rate above base falls to 37 % (the time constant of the ebb).'),
});
type Settings = z.output<typeof settings>;

export const midnightSpike: ShapeKind<Settings> = {
  kind: 'midnight-spike',
  summary: 'A sudden jump that ebbs away exponentially, as after a midnight sale.',
  settings,
  segments: (decoded, durationMs) => fitTo(durationMs, piecesOf(decoded), decoded.base),
  problem: ({ base, peak, rise, hold }, durationMs) =>
    lowTop('peak', peak, base) ??
    (rise + hold > durationMs
      ? `The spike rises and holds for ${printDuration(rise + hold)}, but its phase ends after ${printDuration(durationMs)}.`
      : null),
  describe: ({ base, peak, rise, hold, decay }) =>
    `a spike from ${printRate(base)} to ${printRate(peak)} within ${printDuration(rise)}, ` +
    `${hold === 0 ? '' : `held for ${printDuration(hold)}, `}ebbing with a time constant of ${printDuration(decay)}`,
};

function* piecesOf({ base, peak, rise, hold, decay }: Settings): Generator<RateSegment> {
  yield { startMs: 0, endMs: rise, fromPerSecond: base, toPerSecond: peak };
  yield flat(rise, rise + hold, peak);
  yield* ebb({ startMs: rise + hold, fromPerSecond: peak, toPerSecond: base, decayMs: decay });
}
