/** A thundering herd: after a silence everybody comes at once, and the crowd thins out exponentially. */
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
  base: rate.describe('Rate that the crowd thins out to.'),
  peak: rate.describe('Rate at the instant in which the silence ends.'),
  silence: durationBetween({}).prefault('5s').describe('Time without any arrival, from the start of the phase.'),
  decay: durationBetween({ min: 10 })
    .prefault('5s')
    .describe('Time in which the rate above base falls to 37 % (the time constant of the fall).'),
});
type Settings = z.output<typeof settings>;

export const thunderingHerd: ShapeKind<Settings> = {
  kind: 'thundering-herd',
  summary: 'Silence, then everybody at once, and an exponential fall.',
  settings,
  segments: (decoded, durationMs) => fitTo(durationMs, piecesOf(decoded), decoded.base),
  problem: ({ base, peak, silence }, durationMs) =>
    lowTop('peak', peak, base) ??
    (silence >= durationMs
      ? `The silence lasts ${printDuration(silence)}, but its phase ends after ${printDuration(durationMs)}.`
      : null),
  describe: ({ base, peak, silence, decay }) =>
    `${printDuration(silence)} of silence, then ${printRate(peak)} at once, falling to ${printRate(base)} with a time constant of ${printDuration(decay)}`,
};

function* piecesOf({ base, peak, silence, decay }: Settings): Generator<RateSegment> {
  yield flat(0, silence, 0);
  yield* ebb({ startMs: silence, fromPerSecond: peak, toPerSecond: base, decayMs: decay });
}
