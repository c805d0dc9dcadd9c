/** A payday: the rate climbs to a high level, stays there, and falls back at the end. */
import { z } from 'zod';
import { flat, lowTop } from '../../kit/curve-pieces.js';
import { printDuration } from '../../kit/duration.js';
import { durationBetween, rateBetween } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { ShapeKind } from '../../model/shape.js';

const rate = rateBetween({ max: limits.ratePerSecondMax });
const settings = z.strictObject({
  base: rate.describe('Rate before the climb and after the fall.'),
  plateau: rate.describe('Rate between them; on a payday about three times the base.'),
  rise: durationBetween({ min: 1 }).prefault('10s').describe('Time from base to plateau, from the start of the phase.'),
  fall: durationBetween({ min: 1 }).prefault('10s').describe('Time back to base, up to the end of the phase.'),
});

export const paydayPlateau: ShapeKind<z.output<typeof settings>> = {
  kind: 'payday-plateau',
  summary: 'A climb to a high level that lasts and falls back at the end, as on a payday.',
  settings,
  segments: ({ base, plateau, rise, fall }, durationMs) =>
    [
      { startMs: 0, endMs: rise, fromPerSecond: base, toPerSecond: plateau },
      flat(rise, durationMs - fall, plateau),
      { startMs: durationMs - fall, endMs: durationMs, fromPerSecond: plateau, toPerSecond: base },
    ].filter(({ startMs, endMs }) => endMs > startMs),
  problem: ({ base, plateau, rise, fall }, durationMs) =>
    lowTop('plateau', plateau, base) ??
    (rise + fall > durationMs
      ? `The plateau rises and falls for ${printDuration(rise + fall)}, but its phase ends after ${printDuration(durationMs)}.`
      : null),
  describe: ({ base, plateau, rise, fall }) =>
    `${printRate(base)} with a plateau of ${printRate(plateau)}, reached within ${printDuration(rise)} and left within ${printDuration(fall)}`,
};
