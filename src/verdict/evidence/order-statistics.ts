/** Maximum, median and the median's distribution-free interval, of recovery times that carry errors and of which some are only lower bounds. */
import type { Measured } from '../../model/recovery.js';
import { probabilityOfAtMost } from './binomial.js';

export const usualConfidence = 0.95;

/**
 * The time of this rank, from 1. Each true time lies within its error bar, and a censored one anywhere above it, so the true order statistic lies
 * between those of the lower and of the upper ends.
 */
export function orderStatistic(times: readonly Measured[], rank: number): Measured {
  if (rank < 1 || rank > times.length) throw new RangeError(`There is no rank ${rank} among ${times.length} times.`);
  const at = (numbers: readonly number[]): number =>
    numbers.toSorted((left, right) => left - right)[rank - 1] as number;
  const valueMs = at(times.map((time) => time.valueMs));
  const lowestMs = at(times.map((time) => time.valueMs - time.errorMs));
  const highestMs = at(times.map((time) => (time.isCensored ? Infinity : time.valueMs + time.errorMs)));
  const isCensored = highestMs === Infinity;
  const errorMs = Math.max(valueMs - lowestMs, isCensored ? 0 : highestMs - valueMs);
  return { valueMs, errorMs, isCensored };
}

export function maximumOf(times: readonly Measured[]): Measured | null {
  return times.length === 0 ? null : orderStatistic(times, times.length);
}

/** The middle one, or the middle of the two. */
export function medianOf(times: readonly Measured[]): Measured | null {
  if (times.length === 0) return null;
  const low = orderStatistic(times, Math.ceil(times.length / 2));
  const high = orderStatistic(times, Math.floor(times.length / 2) + 1);
  return {
    valueMs: (low.valueMs + high.valueMs) / 2,
    errorMs: (low.errorMs + high.errorMs) / 2,
    isCensored: low.isCensored || high.isCensored,
  };
}

export interface MedianRanks {
  readonly lowerRank: number;
  readonly upperRank: number;
  /** Probability that the median lies between the two, whatever the distribution. */
  readonly confidence: number;
}

/**
 * The innermost symmetrical ranks that enclose the median with at least the wanted confidence; null when even the smallest and the largest do not.
 * The median lies below rank r only if fewer than r of the fair coins "below the median" fell so (H. A. David, Order Statistics, 7.1).
 */
export function medianRanks(count: number, wanted: number = usualConfidence): MedianRanks | null {
  let best: MedianRanks | null = null;
  for (let lowerRank = 1; lowerRank <= count / 2; lowerRank += 1) {
    const confidence = 1 - 2 * probabilityOfAtMost(lowerRank - 1, count, 0.5);
    if (confidence < wanted) break;
    best = { lowerRank, upperRank: count + 1 - lowerRank, confidence };
  }
  return best;
}

/** The fewest repetitions that give an interval of the median. */
export function fewestForMedian(wanted: number = usualConfidence): number {
  let count = 2;
  while (medianRanks(count, wanted) === null) count += 1;
  return count;
}
