/** A midnight sale: the rate jumps within seconds and ebbs away exponentially. */
import { z } from 'zod';
import { printDuration } from '../../kit/duration.js';
import { durationBetween, rateBetween } from '../../kit/literal-schema.js';
import { printRate } from '../../kit/rate-literal.js';
import { limits } from '../../model/limits.js';
import type { RateSegment } from '../../model/rate.js';
import type { ShapeKind } from '../../model/shape.js';

/** A quarter of the decay time per straight piece keeps the pieces within 1 % of the curve. */
const piecesPerDecay = 4;
/** After seven decay times a thousandth of the jump is left: the rest is flat. */
const decaysShown = 7;

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

export const spike: ShapeKind<Settings> = {
  kind: 'spike',
  summary: 'A sudden jump that ebbs away exponentially, as after a midnight sale.',
  settings,
  segments: (decoded, durationMs) => clip([...piecesOf(decoded)], decoded.base, durationMs),
  problem: ({ rise, hold }, durationMs) =>
    rise + hold > durationMs
      ? `The spike rises and holds for ${printDuration(rise + hold)}, but its phase ends after ${printDuration(durationMs)}.`
      : null,
  describe: ({ base, peak, rise, hold, decay }) =>
    `spike from ${printRate(base)} to ${printRate(peak)} within ${printDuration(rise)}, ` +
    `${hold === 0 ? '' : `held for ${printDuration(hold)}, `}ebbing with a time constant of ${printDuration(decay)}`,
};

function* piecesOf({ base, peak, rise, hold, decay }: Settings): Generator<RateSegment> {
  yield { startMs: 0, endMs: rise, fromPerSecond: base, toPerSecond: peak };
  if (hold > 0) yield { startMs: rise, endMs: rise + hold, fromPerSecond: peak, toPerSecond: peak };
  const above = (piece: number): number => base + (peak - base) * Math.exp(-piece / piecesPerDecay);
  const pieceMs = decay / piecesPerDecay;
  for (let piece = 0; piece < decaysShown * piecesPerDecay; piece += 1) {
    const startMs = rise + hold + piece * pieceMs;
    yield { startMs, endMs: startMs + pieceMs, fromPerSecond: above(piece), toPerSecond: above(piece + 1) };
  }
}

/** Cuts at the end of the phase, or fills up to it with the base rate. */
function clip(pieces: readonly RateSegment[], base: number, durationMs: number): readonly RateSegment[] {
  const kept = pieces.filter((piece) => piece.startMs < durationMs);
  const last = kept.at(-1);
  if (last === undefined) return [];
  if (last.endMs < durationMs) {
    return [...kept, { startMs: last.endMs, endMs: durationMs, fromPerSecond: base, toPerSecond: base }];
  }
  const share = (durationMs - last.startMs) / (last.endMs - last.startMs);
  const toPerSecond = last.fromPerSecond + (last.toPerSecond - last.fromPerSecond) * share;
  return [...kept.slice(0, -1), { ...last, endMs: durationMs, toPerSecond }];
}
