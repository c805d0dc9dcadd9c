/** Divides pieces within which other things were asked for from some moment on, although the rate went on as it was. */
import { sumOf } from './counts.js';
import type { Piece } from './fit-pieces.js';

/** Two mixes differ when this share of the operations would have to be others (their total variation distance). */
export const mixShift = 0.1;
/** With fewer on either side, chance alone could make such a difference. */
const enough = 2_000;

/** Counts of one operation, bin by bin. */
export type Series = ReadonlyMap<string, Float64Array>;

/** Pieces within which the mix shifts become two, the line going through; as often as there is room. */
export function splitByMix(pieces: readonly Piece[], series: Series, piecesMax: number): readonly Piece[] {
  const split = [...pieces];
  for (let at = 0; at < split.length && split.length < piecesMax;) {
    const piece = split[at] as Piece;
    const position = shiftWithin(piece, series);
    if (position === null) at += 1;
    else split.splice(at, 1, ...halves(piece, position));
  }
  return split;
}

/** Where the mixes before and after differ most; null where they never do by enough. */
function shiftWithin({ from, to }: Piece, series: Series): number | null {
  const columns = [...series.values()];
  const left = columns.map(() => 0);
  const right = columns.map((counts) => sumOf(counts, from, to));
  let best: number | null = null;
  let most = mixShift;
  for (let position = from + 1; position < to; position += 1) {
    for (const [index, counts] of columns.entries()) {
      left[index] = (left[index] as number) + (counts[position - 1] as number);
      right[index] = (right[index] as number) - (counts[position - 1] as number);
    }
    const [before, after] = [total(left), total(right)];
    if (before < enough || after < enough) continue;
    const differing = left.reduce(
      (sum, count, index) => sum + Math.abs(count / before - (right[index] as number) / after) / 2,
      0,
    );
    if (differing > most) [best, most] = [position, differing];
  }
  return best;
}

function halves({ from, to, fromPerSecond, toPerSecond }: Piece, position: number): readonly [Piece, Piece] {
  const middle = fromPerSecond + ((toPerSecond - fromPerSecond) * (position - from)) / (to - from);
  return [
    { from, to: position, fromPerSecond, toPerSecond: middle },
    { from: position, to, fromPerSecond: middle, toPerSecond },
  ];
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
