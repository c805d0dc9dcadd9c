/** Tells from the latest seconds of the load whether an abort gate's comparison came true. Good enough to stop a run, never the source of a verdict. */
import type { LoadInterval } from '../../model/load-interval.js';
import type { Gate } from '../../model/gate.js';
import { holds } from './compare.js';

/** `intervals`: the seconds of all threads that the gate looks at, and no others. */
export function isBreached(gate: Gate, intervals: readonly LoadInterval[]): boolean {
  const value = liveValue(gate, intervals);
  const limit = liveLimit(gate, intervals);
  return value !== null && limit !== null && holds(value, gate.comparator, limit);
}

/** The metric over these seconds, in its unit; null where it is not known live or nothing happened. */
export function liveValue(gate: Gate, intervals: readonly LoadInterval[]): number | null {
  const sum = (count: (interval: LoadInterval) => number): number => {
    return intervals.reduce((total, interval) => total + count(interval), 0);
  };
  const ended = sum((each) => each.acknowledged + each.aborted + each.inDoubt + each.declined);
  switch (gate.metric) {
    case 'errors': {
      // Every attempt ends with a correct answer or with an error.
      const attempts = sum((each) => each.acknowledged + each.declined + errorsOf(each, undefined));
      return percent(
        sum((each) => errorsOf(each, gate.tags['class'])),
        attempts,
      );
    }
    case 'in_doubt':
      return percent(
        sum((each) => each.inDoubt),
        ended,
      );
    case 'dropped':
      return sum((each) => each.dropped);
    case 'throughput':
    case 'goodput':
      return perSecond(
        sum((each) => each.acknowledged + each.declined),
        intervals,
      );
    case 'response_time':
      return liveResponseTime(gate.aggregate, intervals);
    default:
      return null;
  }
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100;
}

function liveLimit({ limit }: Gate, intervals: readonly LoadInterval[]): number | null {
  if (limit.kind === 'value') return limit.value;
  if (limit.kind === 'baseline' || limit.kind === 'stored-baseline') return null;
  const offered = perSecond(
    intervals.reduce((total, interval) => total + interval.offered, 0),
    intervals,
  );
  return offered === null ? null : (offered * limit.percent) / 100;
}

function errorsOf({ errors }: LoadInterval, wanted: string | undefined): number {
  if (wanted !== undefined) return errors[wanted] ?? 0;
  return Object.values(errors).reduce((total, count) => total + count, 0);
}

/** Threads report the same second each, so the time that passed is that of one thread. */
function perSecond(count: number, intervals: readonly LoadInterval[]): number | null {
  const thread = intervals[0]?.thread;
  const seconds = intervals.filter((interval) => interval.thread === thread).length;
  return seconds === 0 ? null : count / seconds;
}

/** Threads tell two percentiles each; the slowest thread stands for all. */
function liveResponseTime(aggregate: string | null, intervals: readonly LoadInterval[]): number | null {
  const values = intervals.flatMap((interval) => {
    const value =
      aggregate === 'p50' ? interval.responseTimeMsP50 : aggregate === 'p99' ? interval.responseTimeMsP99 : null;
    return value === null ? [] : [value];
  });
  return values.length === 0 ? null : Math.max(...values);
}
