/** Exact percentiles by nearest rank. The columns are in memory anyway, so sorting them beats a histogram's three digits. */
import type { Percentiles } from '../model/percentiles.js';

/** The numbers of some index ranges of a column in ascending order, without what is no number. */
export function sortedAnswers(column: Float32Array, ranges: readonly (readonly [number, number])[]): Float32Array {
  const length = ranges.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0);
  const answers = new Float32Array(length);
  let count = 0;
  for (const [from, to] of ranges) {
    for (let index = from; index < to; index += 1) {
      const value = column[index] as number;
      if (Number.isNaN(value)) continue;
      answers[count] = value;
      count += 1;
    }
  }
  return answers.subarray(0, count).sort();
}

/** `percentile` in [0, 100]; null without values. */
export function percentileOf(sorted: Float32Array, percentile: number): number | null {
  if (sorted.length === 0) return null;
  const rank = Math.ceil((percentile / 100) * sorted.length);
  return inMicroseconds(sorted[Math.max(0, rank - 1)] as number);
}

export function percentilesOf(sorted: Float32Array): Percentiles | null {
  if (sorted.length === 0) return null;
  const at = (percentile: number): number => percentileOf(sorted, percentile) as number;
  return { p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max: at(100) };
}

/** A 32-bit float shows digits that were never measured. */
function inMicroseconds(valueMs: number): number {
  return Math.round(valueMs * 1_000) / 1_000;
}
