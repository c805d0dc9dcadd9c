/** Counts what one thread does within a second by operation, node and error, for those who watch from outside. A few additions for each attempt. */
import type { AttemptCount, LoadTally } from '../../../model/load-tally.js';
import { errorClasses, outcomes, type DropReason, type ErrorClass, type Outcome } from '../../../model/outcome.js';
import { DurationBuckets } from './duration-buckets.js';

/** The numbers of an attempt are digits of one key: a text for each attempt would cost more than all the rest. */
const nodes = 256;
const noError = errorClasses.length;
const errorKeys = errorClasses.length + 1;

export interface TalliedAttempt {
  readonly operation: number;
  readonly node: number;
  readonly outcome: Outcome;
  readonly errorClass: ErrorClass | null;
  readonly serviceTimeMs: number;
}

export class TallyMeter {
  readonly #deadlineMs: number;
  readonly #responseTimes: DurationBuckets;
  readonly #serviceTimes: DurationBuckets;
  #attempts = new Map<number, number>();
  #dropped: Partial<Record<DropReason, number>> = {};
  #good = 0;

  constructor(operations: number, deadlineMs: number) {
    this.#deadlineMs = deadlineMs;
    this.#responseTimes = new DurationBuckets(operations);
    this.#serviceTimes = new DurationBuckets(operations);
  }

  onAttempt({ operation, node, outcome, errorClass, serviceTimeMs }: TalliedAttempt): void {
    const error = errorClass === null ? noError : errorClasses.indexOf(errorClass);
    const key = ((operation * nodes + node) * outcomes.length + outcomes.indexOf(outcome)) * errorKeys + error;
    this.#attempts.set(key, (this.#attempts.get(key) ?? 0) + 1);
    if (outcome === 'acknowledged' || outcome === 'declined') this.#serviceTimes.record(operation, serviceTimeMs);
  }

  /** An arrival that was answered correctly. */
  onAnswered(operation: number, responseTimeMs: number): void {
    this.#responseTimes.record(operation, responseTimeMs);
    if (responseTimeMs <= this.#deadlineMs) this.#good += 1;
  }

  onDropped(reason: DropReason): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
  }

  /** The second that ends now; counting starts anew. */
  take(): LoadTally {
    const tally = {
      good: this.#good,
      attempts: [...this.#attempts].map(([key, count]) => countOf(key, count)),
      dropped: this.#dropped,
      responseTimes: this.#responseTimes.take(),
      serviceTimes: this.#serviceTimes.take(),
    };
    this.#attempts = new Map();
    this.#dropped = {};
    this.#good = 0;
    return tally;
  }
}

function countOf(key: number, count: number): AttemptCount {
  const rest = Math.floor(key / errorKeys);
  const place = Math.floor(rest / outcomes.length);
  return {
    operation: Math.floor(place / nodes),
    node: place % nodes,
    outcome: outcomes[rest % outcomes.length] as Outcome,
    errorClass: errorClasses[key % errorKeys] ?? null,
    count,
  };
}
