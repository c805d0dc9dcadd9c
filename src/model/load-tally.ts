/** What one thread counted in one second beyond the interval, for those who watch a run from outside. Never journaled: attempts hold all of it. */
import type { DropReason, ErrorClass, Outcome } from './outcome.js';

/** Upper bounds of the duration buckets; a last bucket without bound holds what was longer. */
export const bucketBoundsMs = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000] as const;

/** Equal attempts of the second. Operation and node are positions in the run's header. */
export interface AttemptCount {
  readonly operation: number;
  /** 255 where no connection was had. */
  readonly node: number;
  readonly outcome: Outcome;
  /** Null where nothing went wrong. */
  readonly errorClass: ErrorClass | null;
  readonly count: number;
}

/** Durations by bucket, one longer than `bucketBoundsMs`. */
export interface DurationCounts {
  readonly operation: number;
  readonly counts: readonly number[];
  readonly sumMs: number;
}

export interface LoadTally {
  /** Correct answers within the deadline. */
  readonly good: number;
  readonly attempts: readonly AttemptCount[];
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Of arrivals that were answered correctly, from their intended start. */
  readonly responseTimes: readonly DurationCounts[];
  /** Of attempts that were answered correctly, from when they were sent. */
  readonly serviceTimes: readonly DurationCounts[];
}
