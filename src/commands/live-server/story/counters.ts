/** Everything that only grows over a run, summed over its threads, as counters for those who collect metrics want it. */
import type { LoadInterval } from '../../../model/load-interval.js';
import { bucketBoundsMs, type AttemptCount, type DurationCounts, type LoadTally } from '../../../model/load-tally.js';

/** A thread that did not run for so long stood still. */
export const stallMs = 250;

export interface Durations {
  readonly counts: number[];
  sumMs: number;
}

export interface ThreadCounters {
  garbageCollectionMs: number;
  busyMs: number;
  stalls: number;
}

export class Counters {
  offered = 0;
  issued = 0;
  good = 0;
  readonly dropped = new Map<string, number>();
  /** By operation, node, outcome and error class. */
  readonly attempts = new Map<string, AttemptCount>();
  /** By position of the operation. */
  readonly responseTimes = new Map<number, Durations>();
  readonly serviceTimes = new Map<number, Durations>();
  /** By name of the thread. */
  readonly threads = new Map<string, ThreadCounters>();

  add(interval: LoadInterval, tally: LoadTally): void {
    this.offered += interval.offered;
    this.issued += interval.issued;
    this.good += tally.good;
    for (const [reason, count] of Object.entries(tally.dropped))
      this.dropped.set(reason, (this.dropped.get(reason) ?? 0) + count);
    for (const each of tally.attempts) this.#addAttempts(each);
    for (const each of tally.responseTimes) addDurations(this.responseTimes, each);
    for (const each of tally.serviceTimes) addDurations(this.serviceTimes, each);
    this.addThread(`load-${interval.thread}`, interval);
  }

  addThread(name: string, health: Pick<LoadInterval, 'eventLoopDelayMsMax' | 'garbageCollectionMs' | 'busyMs'>): void {
    const thread = this.threads.get(name) ?? { garbageCollectionMs: 0, busyMs: 0, stalls: 0 };
    this.threads.set(name, thread);
    thread.garbageCollectionMs += health.garbageCollectionMs;
    thread.busyMs += health.busyMs ?? 0;
    if (health.eventLoopDelayMsMax > stallMs) thread.stalls += 1;
  }

  #addAttempts(each: AttemptCount): void {
    const key = `${each.operation}|${each.node}|${each.outcome}|${each.errorClass}`;
    this.attempts.set(key, { ...each, count: each.count + (this.attempts.get(key)?.count ?? 0) });
  }
}

function addDurations(into: Map<number, Durations>, { operation, counts, sumMs }: DurationCounts): void {
  const sums = into.get(operation) ?? { counts: Array.from({ length: bucketBoundsMs.length + 1 }, () => 0), sumMs: 0 };
  into.set(operation, sums);
  counts.forEach((count, bucket) => (sums.counts[bucket] = (sums.counts[bucket] ?? 0) + count));
  sums.sumMs += sumMs;
}
