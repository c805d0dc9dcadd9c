/**
 * Fits straight pieces to a series by least squares: for each number of pieces the best division that there is, found by dynamic programming (Bellman,
 * 1961), and of these the one with the fewest pieces that is good enough.
 */

/** Of values [from, to); the line is given at its two edges, half a value before the first and after the last. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly fromPerSecond: number;
  readonly toPerSecond: number;
}

export interface FitWish {
  readonly piecesMax: number;
  readonly isGoodEnough: (pieces: readonly Piece[]) => boolean;
}

/** With as many pieces as allowed, when none is good enough. Takes time by the square of the length: for series of about a thousand. */
export function fitPieces(rates: Float64Array, { piecesMax, isGoodEnough }: FitWish): readonly Piece[] {
  const sums = addUp(rates);
  const length = rates.length;
  const most = Math.min(piecesMax, length);
  const cuts: Int32Array[] = [];
  let best = Float64Array.from({ length: length + 1 }, (_unused, to) => (to === 0 ? Infinity : errorOf(sums, 0, to)));
  cuts.push(new Int32Array(length + 1));
  for (let count = 1; ; count += 1) {
    const pieces = divide(cuts, length).map(([from, to]) => lineOf(sums, from, to));
    if (count === most || isGoodEnough(pieces)) return pieces;
    const next = new Float64Array(length + 1).fill(Infinity);
    const cut = new Int32Array(length + 1);
    for (let to = count + 1; to <= length; to += 1) {
      for (let from = count; from < to; from += 1) {
        const error = (best[from] as number) + errorOf(sums, from, to);
        if (error >= (next[to] as number)) continue;
        next[to] = error;
        cut[to] = from;
      }
    }
    best = next;
    cuts.push(cut);
  }
}

/** Where the pieces begin and end, read from the last cut back to the first. */
function divide(cuts: readonly Int32Array[], length: number): readonly (readonly [number, number])[] {
  const pieces: (readonly [number, number])[] = [];
  let to = length;
  for (const cut of [...cuts].reverse()) {
    const from = cut[to] as number;
    pieces.unshift([from, to]);
    to = from;
  }
  return pieces;
}

/** Sums up to each position, from which the best line through any stretch follows without looking at it again. */
interface Sums {
  readonly values: Float64Array;
  readonly squares: Float64Array;
  /** Of value times position. */
  readonly moments: Float64Array;
}

function addUp(rates: Float64Array): Sums {
  const sums = { values: zeros(rates), squares: zeros(rates), moments: zeros(rates) };
  for (const [at, rate] of rates.entries()) {
    sums.values[at + 1] = (sums.values[at] as number) + rate;
    sums.squares[at + 1] = (sums.squares[at] as number) + rate * rate;
    sums.moments[at + 1] = (sums.moments[at] as number) + rate * at;
  }
  return sums;
}

function zeros({ length }: Float64Array): Float64Array {
  return new Float64Array(length + 1);
}

/** Sum of squared distances from the best line through values [from, to). */
function errorOf(sums: Sums, from: number, to: number): number {
  const count = to - from;
  if (count < 3) return 0;
  const { mean, slope, spread } = regression(sums, from, to);
  const squares = (sums.squares[to] as number) - (sums.squares[from] as number);
  return Math.max(0, squares - count * mean * mean - slope * slope * spread);
}

/** A line does not go below zero: it then begins or ends there and keeps its area. */
function lineOf(sums: Sums, from: number, to: number): Piece {
  const { mean, slope } = regression(sums, from, to);
  const half = (slope * (to - from)) / 2;
  const bounded = Math.min(mean, Math.max(-mean, half));
  return { from, to, fromPerSecond: mean - bounded, toPerSecond: mean + bounded };
}

/** `spread`: sum of squared distances of the positions from their middle. */
function regression({ values, moments }: Sums, from: number, to: number) {
  const count = to - from;
  const mean = ((values[to] as number) - (values[from] as number)) / count;
  const middle = (from + to - 1) / 2;
  const spread = (count * (count * count - 1)) / 12;
  const moment = (moments[to] as number) - (moments[from] as number) - middle * count * mean;
  return { mean, slope: count === 1 ? 0 : moment / spread, spread };
}
