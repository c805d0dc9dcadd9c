/** A backlog: nothing is let through for a while, and what has piled up is then sent on top of the usual rate until it is worked off. */
import { z } from 'zod';
import { fitTo, flat } from '../../kit/curve-pieces.js';
import { printDuration } from '../../kit/duration.js';
import { durationBetween, rateBetween } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { RateSegment } from '../../model/rate.js';
import type { ShapeKind } from '../../model/shape.js';

const rate = { max: limits.ratePerSecondMax };
const settings = z.strictObject({
  base: rateBetween(rate).describe('Usual rate; what comes at it during the stop piles up.'),
  extra: rateBetween({ ...rate, min: 0.001 }).describe(
    'Most that is sent on top of the usual rate to work the backlog off.',
  ),
  stop: durationBetween({ min: 1 })
    .prefault('10s')
    .describe('Time in which nothing is sent, from the start of the phase.'),
  rise: durationBetween({}).prefault('1s').describe('Time in which the extra rate rises, and in which it falls again.'),
});
type Settings = z.output<typeof settings>;

export const backlogDrain: ShapeKind<Settings> = {
  kind: 'backlog-drain',
  summary: 'Nothing for a while, then the usual rate and a bounded extra one until all that piled up is worked off.',
  settings,
  segments: (decoded, durationMs) => fitTo(durationMs, piecesOf(decoded), decoded.base),
  problem(decoded, durationMs) {
    const endMs = drainOf(decoded).endMs;
    return endMs > durationMs
      ? `The backlog is worked off after ${printDuration(Math.ceil(endMs))}, but its phase ends after ${printDuration(durationMs)}.`
      : null;
  },
  describe: ({ base, extra, stop }) =>
    `nothing for ${printDuration(stop)}, then ${printRate(base)} and up to ${printRate(extra)} more until the backlog is worked off`,
};

/** A trapezoid whose area is the backlog; where that is too small for the whole rise, its sides are as short as they must be. */
function drainOf({ base, extra, stop, rise }: Settings) {
  const fullMs = (base * stop) / extra;
  const sideMs = Math.min(rise, fullMs);
  return { sideMs, topMs: fullMs - sideMs, endMs: stop + fullMs + sideMs };
}

function* piecesOf(decoded: Settings): Generator<RateSegment> {
  const { base, extra, stop } = decoded;
  const { sideMs, topMs, endMs } = drainOf(decoded);
  const [topFrom, topTo] = [stop + sideMs, stop + sideMs + topMs];
  yield flat(0, stop, 0);
  yield { startMs: stop, endMs: topFrom, fromPerSecond: base, toPerSecond: base + extra };
  yield flat(topFrom, topTo, base + extra);
  yield { startMs: topTo, endMs, fromPerSecond: base + extra, toPerSecond: base };
}
