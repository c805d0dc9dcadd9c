/** Percentiles of response time of some arrivals, many of one sorted column: a gate sorts for each percentile, and a run keeps dozens. */
import type { ArrivalTable } from '../../model/evidence.js';
import type { Figure } from '../../model/sample.js';
import { sortedAnswers } from '../percentiles.js';

export interface ResponseTimes {
  /** Null where nobody came. As gates have it: whoever got no answer waited for the deadline at least. */
  percentile(percentile: number): Figure | null;
}

/** `operation`: position of the only one that is looked at; null for all. */
export function responseTimes(
  { responseTimeMs, operation: operations }: ArrivalTable,
  ranges: readonly (readonly [from: number, to: number])[],
  { operation, deadlineMs }: { readonly operation: number | null; readonly deadlineMs: number },
): ResponseTimes {
  const isLookedAt = (index: number): boolean => operation === null || operations[index] === operation;
  let all = 0;
  for (const [from, to] of ranges) for (let index = from; index < to; index += 1) if (isLookedAt(index)) all += 1;
  const own =
    operation === null
      ? responseTimeMs
      : responseTimeMs.map((timeMs, index) => (isLookedAt(index) ? timeMs : Number.NaN));
  const answers = sortedAnswers(own, ranges);
  const unanswered = all - answers.length;
  const before = answers.findIndex((timeMs) => timeMs >= deadlineMs);
  const inTime = before === -1 ? answers.length : before;
  const atLeast = (rank: number): number => {
    if (rank < inTime) return answers[rank] as number;
    return rank < inTime + unanswered ? deadlineMs : (answers[rank - unanswered] as number);
  };
  return {
    percentile(percentile) {
      if (all === 0) return null;
      const rank = Math.max(0, Math.ceil((percentile / 100) * all) - 1);
      const value = atLeast(rank);
      return rank < answers.length && answers[rank] === value ? value : { atLeast: value };
    },
  };
}
