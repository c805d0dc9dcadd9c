/** Building blocks of shapes: what several of them need to put a curve together from straight pieces. */
import type { RateSegment } from '../model/rate.js';
import { rateAt } from './rate-curve.js';
import { printRate } from './rate-literal.js';

/** A quarter of the decay time per straight piece keeps the pieces within 1 % of the curve. */
const piecesPerDecay = 4;
/** After seven decay times a thousandth is left: the rest is flat. */
const decaysShown = 7;

export interface Ebb {
  readonly startMs: number;
  readonly fromPerSecond: number;
  /** What the rate falls towards. */
  readonly toPerSecond: number;
  /** Time in which the distance to it falls to 1/e, 37 %. */
  readonly decayMs: number;
}

/** An exponential fall; its end is where next to nothing of it is left. */
export function* ebb({ startMs, fromPerSecond, toPerSecond, decayMs }: Ebb): Generator<RateSegment> {
  const left = (piece: number): number =>
    toPerSecond + (fromPerSecond - toPerSecond) * Math.exp(-piece / piecesPerDecay);
  const timeOf = (piece: number): number => startMs + (piece * decayMs) / piecesPerDecay;
  for (let piece = 0; piece < decaysShown * piecesPerDecay; piece += 1) {
    yield {
      startMs: timeOf(piece),
      endMs: timeOf(piece + 1),
      fromPerSecond: left(piece),
      toPerSecond: left(piece + 1),
    };
  }
}

/** The pieces up to the end of a phase, cut there, or followed by `restPerSecond` until then. Pieces of no length are left out. */
export function fitTo(
  durationMs: number,
  pieces: Iterable<RateSegment>,
  restPerSecond: number,
): readonly RateSegment[] {
  const kept: RateSegment[] = [];
  let endMs = 0;
  for (const piece of pieces) {
    if (piece.startMs >= durationMs) break;
    if (piece.endMs <= piece.startMs) continue;
    endMs = Math.min(piece.endMs, durationMs);
    kept.push(piece.endMs <= durationMs ? piece : { ...piece, endMs, toPerSecond: rateAt(piece, durationMs) });
  }
  if (endMs < durationMs) kept.push(flat(endMs, durationMs, restPerSecond));
  return kept;
}

/** One rate for a while. */
export function flat(startMs: number, endMs: number, perSecond: number): RateSegment {
  return { startMs, endMs, fromPerSecond: perSecond, toPerSecond: perSecond };
}

/** What is wrong with a top that is none, as a sentence; null when nothing is. */
export function lowTop(what: string, top: number, base: number): string | null {
  return top >= base ? null : `The ${what} of ${printRate(top)} lies below the base of ${printRate(base)}.`;
}
