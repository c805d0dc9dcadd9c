/** What the target answered to each attempt, in columns that grow as the attempt files are read. */
import { withRoom } from '../kit/columns.js';
import type { Attempt } from '../model/journal.js';
import { outcomes } from '../model/outcome.js';

/** Marks an attempt that ended without an error. */
export const noError = 255;

/** Tries that were really sent, in the order of the files. */
export interface AttemptTable {
  readonly count: number;
  readonly startMs: Float64Array;
  readonly intendedStartMs: Float64Array;
  readonly endMs: Float64Array;
  /** Position in `errorClasses`, or `noError`. */
  readonly errorClass: Uint8Array;
  /** Position in `outcomes`. */
  readonly outcome: Uint8Array;
  /** Connection of the pool, counted over all threads. */
  readonly connection: Uint32Array;
  /** Position of the customer's zone in the plan's. */
  readonly zone: Uint8Array;
  readonly retries: number;
  /** HTTP status → attempts that it ended as no success; empty where no API answered. */
  readonly statuses: ReadonlyMap<number, number>;
}

export class AttemptColumns {
  #startMs: Float64Array;
  #intendedStartMs: Float64Array;
  #endMs: Float64Array;
  #errorClass: Uint8Array;
  #outcome: Uint8Array;
  #connection: Uint32Array;
  #zone: Uint8Array;
  readonly #statuses = new Map<number, number>();
  #count = 0;
  #retries = 0;

  constructor(capacity: number) {
    this.#startMs = new Float64Array(capacity);
    this.#intendedStartMs = new Float64Array(capacity);
    this.#endMs = new Float64Array(capacity);
    this.#errorClass = new Uint8Array(capacity);
    this.#outcome = new Uint8Array(capacity);
    this.#connection = new Uint32Array(capacity);
    this.#zone = new Uint8Array(capacity);
  }

  add(attempt: Attempt, errorClassOf: (errno: number) => number): void {
    const at = this.#count;
    this.#reserve(at + 1);
    const isError = attempt.errno !== 0 && attempt.outcome !== 'acknowledged';
    this.#startMs[at] = attempt.startMs;
    this.#intendedStartMs[at] = attempt.intendedStartMs;
    this.#endMs[at] = attempt.endMs;
    this.#outcome[at] = outcomes.indexOf(attempt.outcome);
    this.#connection[at] = attempt.connection;
    this.#zone[at] = attempt.zone;
    this.#errorClass[at] = isError ? errorClassOf(attempt.errno) : noError;
    this.#count += 1;
    if (attempt.attempt > 1) this.#retries += 1;
    if (isError && isHttpStatus(attempt.errno))
      this.#statuses.set(attempt.errno, (this.#statuses.get(attempt.errno) ?? 0) + 1);
  }

  freeze(): AttemptTable {
    const count = this.#count;
    return {
      count,
      startMs: this.#startMs.subarray(0, count),
      intendedStartMs: this.#intendedStartMs.subarray(0, count),
      endMs: this.#endMs.subarray(0, count),
      errorClass: this.#errorClass.subarray(0, count),
      outcome: this.#outcome.subarray(0, count),
      connection: this.#connection.subarray(0, count),
      zone: this.#zone.subarray(0, count),
      retries: this.#retries,
      statuses: this.#statuses,
    };
  }

  #reserve(length: number): void {
    this.#startMs = withRoom(this.#startMs, length, 0);
    this.#intendedStartMs = withRoom(this.#intendedStartMs, length, 0);
    this.#endMs = withRoom(this.#endMs, length, 0);
    this.#errorClass = withRoom(this.#errorClass, length, noError);
    this.#outcome = withRoom(this.#outcome, length, 0);
    this.#connection = withRoom(this.#connection, length, 0);
    this.#zone = withRoom(this.#zone, length, 0);
  }
}

/** An API's status stands where the number of an error does; servers have none so low. */
function isHttpStatus(errno: number): boolean {
  return errno >= 100 && errno < 600;
}
