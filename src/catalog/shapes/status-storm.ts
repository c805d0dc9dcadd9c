/** A status storm: after an outage everybody asks what became of a payment. The rate is a multiple of the usual one for long; the mix `post-outage` is made for it. */
import { z } from 'zod';
import { ebb, fitTo, flat } from '../../kit/curve-pieces.js';
import { printDuration } from '../../kit/duration.js';
import { durationBetween, rateBetween } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { RateSegment } from '../../model/rate.js';
import type { ShapeKind } from '../../model/shape.js';

const settings = z.strictObject({
  base: rateBetween({ max: limits.ratePerSecondMax }).describe('Usual rate, which the storm begins at and ends in.'),
  times: z.number().min(1).max(1_000).default(5).describe('How many times the usual rate the storm reaches.'),
  rise: durationBetween({ min: 1 }).prefault('1s').describe('Time from base to the top.'),
  hold: durationBetween({}).prefault('30s').describe('Time at the top.'),
  decay: durationBetween({ min: 10 })
    .prefault('2m')
    .describe('Time in which the rate above base falls to 37 % (the time constant of the ebb).'),
});
type Settings = z.output<typeof settings>;

export const statusStorm: ShapeKind<Settings> = {
  kind: 'status-storm',
  summary: 'A jump to a multiple of the usual rate that stays there and ebbs slowly; use it with `mix: post-outage`.',
  settings,
  segments: (decoded, durationMs) => fitTo(durationMs, piecesOf(decoded), decoded.base),
  problem: ({ rise, hold }, durationMs) =>
    rise + hold > durationMs
      ? `The storm rises and holds for ${printDuration(rise + hold)}, but its phase ends after ${printDuration(durationMs)}.`
      : null,
  describe: ({ base, times, rise, hold, decay }) =>
    `a storm of ${times} times ${printRate(base)} within ${printDuration(rise)}, held for ${printDuration(hold)}, ebbing with a time constant of ${printDuration(decay)}`,
};

function* piecesOf({ base, times, rise, hold, decay }: Settings): Generator<RateSegment> {
  const top = base * times;
  yield { startMs: 0, endMs: rise, fromPerSecond: base, toPerSecond: top };
  yield flat(rise, rise + hold, top);
  yield* ebb({ startMs: rise + hold, fromPerSecond: top, toPerSecond: base, decayMs: decay });
}
