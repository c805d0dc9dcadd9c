/** Says which of several figures is the best, where errors leave no doubt of it. */

/** Between which ends a figure lies. */
export type Range = readonly [low: number, high: number];

export type Direction = 'least' | 'most';

/** Its place; null where the range of another reaches into its own, and where one is not known: that could be better. */
export function clearBest(ranges: readonly (Range | null)[], direction: Direction): number | null {
  if (ranges.length < 2) return null;
  const best = ranges.findIndex(
    (range, at) =>
      range !== null &&
      ranges.every((other, place) => place === at || (other !== null && isBeyond(range, other, direction))),
  );
  return best === -1 ? null : best;
}

/** Those that may be the best as well as any: more than one where none is clear. */
export function possibleBest(ranges: readonly (Range | null)[], direction: Direction): readonly number[] {
  return ranges.flatMap((range, at) =>
    range !== null && ranges.some((other) => other !== null && isBeyond(other, range, direction)) ? [] : [at],
  );
}

/** Better, with nothing in common. */
function isBeyond([low, high]: Range, [otherLow, otherHigh]: Range, direction: Direction): boolean {
  return direction === 'least' ? high < otherLow : low > otherHigh;
}
