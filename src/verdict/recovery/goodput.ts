/** Counts good arrivals of any stretch of time at once: intended starts in order, and how many were good before each. */
import type { ArrivalTable } from '../../model/evidence.js';

export interface Goodput {
  readonly count: number;
  readonly timeMs: Float64Array;
  isGood(index: number): boolean;
  /** Good arrivals with index in [from, to). */
  good(from: number, to: number): number;
  /** Index of the first arrival scheduled at or after a time. */
  indexAt(timeMs: number): number;
}

export function createGoodput(arrivals: Pick<ArrivalTable, 'count' | 'intendedStartMs' | 'isGood'>): Goodput {
  const { count, intendedStartMs, isGood } = arrivals;
  const goodBefore = new Uint32Array(count + 1);
  for (let index = 0; index < count; index += 1) {
    goodBefore[index + 1] = (goodBefore[index] as number) + (isGood[index] as number);
  }
  return {
    count,
    timeMs: intendedStartMs,
    isGood: (index) => isGood[index] === 1,
    good: (from, to) => (goodBefore[to] as number) - (goodBefore[from] as number),
    indexAt: (timeMs) => lowerBound(intendedStartMs, timeMs),
  };
}

/** First position whose value is not below `value`, in an ascending column. */
export function lowerBound(column: Float64Array, value: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
