/** Turns the attempt files into columns: one entry an arrival for how it ended, one entry an attempt for what the target answered. */
import { readAttempts } from '../journal/attempt-file.js';
import { foldOutcome, unrecorded } from '../journal/final-outcome.js';
import { withRoom } from '../kit/columns.js';
import { firstSettlement } from '../kit/settlement-index.js';
import type { ArrivalTable } from '../model/evidence.js';
import type { Attempt, RunHeader } from '../model/journal.js';
import { dropReasons, outcomes } from '../model/outcome.js';
import { createArrivalStream } from '../plan/arrivals.js';
import { AttemptColumns, type AttemptTable } from './attempt-columns.js';

const acknowledged = outcomes.indexOf('acknowledged');
const dropped = outcomes.indexOf('dropped');
/** Room beyond the expected count, so that a Poisson schedule rarely makes the columns grow. */
const spareArrivals = 4_096;

export interface ArrivalFacts {
  readonly arrivals: ArrivalTable;
  /** Position in `dropReasons` of each arrival; 0 where it was not dropped. */
  readonly dropReason: Uint8Array;
  /** From the intended start to the first send; not a number where nothing was sent. */
  readonly connectionWaitMs: Float32Array;
  readonly attempts: AttemptTable;
  readonly answers: ToldAnswers;
  /** Until then every thread is known to have written down what had ended; 0 without a record. */
  readonly lastCommonEndMs: number;
}

/** What was said to questions for earlier payments. */
interface ToldAnswers {
  readonly answers: number;
  /** Arrivals that were told that theirs is not there. */
  readonly toldAbsent: readonly number[];
}

export interface ReadArrivalsOptions {
  readonly header: RunHeader;
  readonly errorClassOf: (errno: number) => number;
  /** Whether every planned arrival was due; otherwise the table ends with the last one that left a record. */
  readonly isComplete: boolean;
}

export function readArrivals(directory: string, options: ReadArrivalsOptions): ArrivalFacts {
  const { arrivalsExpected, scenario } = options.header.plan;
  const threads = Math.max(1, Math.min(scenario.client.threads, scenario.client.connections));
  const columns = new Columns(Math.ceil(arrivalsExpected) + spareArrivals, threads);
  const settlementsFrom = firstSettlement(options.header.plan);
  readAttempts(directory, (attempt) => {
    // Nobody waits for a settlement.
    if (attempt.arrival < settlementsFrom) columns.add(attempt, options.errorClassOf);
  });
  const count = columns.completeSchedule(options);
  return columns.freeze(count);
}

class Columns {
  #intendedStartMs: Float64Array;
  #responseTimeMs: Float32Array;
  #serviceTimeMs: Float32Array;
  #outcome: Uint8Array;
  #operation: Uint8Array;
  #zone: Uint8Array;
  #node: Uint8Array;
  #dropReason: Uint8Array;
  #connectionWaitMs: Float32Array;
  /** Thread → end of its latest record. Thread i of n owns the arrivals i, i + n, i + 2n, … */
  readonly #lastEndMs: Float64Array;
  readonly #attempts: AttemptColumns;
  readonly #toldAbsent: number[] = [];
  #answers = 0;
  #recorded = 0;

  constructor(capacity: number, threads: number) {
    this.#lastEndMs = new Float64Array(threads);
    this.#attempts = new AttemptColumns(capacity);
    this.#intendedStartMs = new Float64Array(capacity).fill(Number.NaN);
    this.#responseTimeMs = new Float32Array(capacity).fill(Number.NaN);
    this.#serviceTimeMs = new Float32Array(capacity).fill(Number.NaN);
    this.#outcome = new Uint8Array(capacity).fill(unrecorded);
    this.#operation = new Uint8Array(capacity).fill(unrecorded);
    this.#zone = new Uint8Array(capacity).fill(unrecorded);
    this.#node = new Uint8Array(capacity).fill(unrecorded);
    this.#dropReason = new Uint8Array(capacity);
    this.#connectionWaitMs = new Float32Array(capacity).fill(Number.NaN);
  }

  add(attempt: Attempt, errorClassOf: (errno: number) => number): void {
    this.#reserve(attempt.arrival + 1);
    const thread = attempt.arrival % this.#lastEndMs.length;
    this.#lastEndMs[thread] = Math.max(this.#lastEndMs[thread] as number, attempt.endMs);
    this.#addToArrival(attempt);
    if (attempt.attempt > 0) this.#attempts.add(attempt, errorClassOf);
    if (attempt.found === null) return;
    this.#answers += 1;
    if (!attempt.found) this.#toldAbsent.push(attempt.arrival);
  }

  /** An answer is an acknowledgement or a decline: how fast an error came is not a response time. */
  #addToArrival(attempt: Attempt): void {
    const { arrival: at, outcome } = attempt;
    const before = this.#outcome[at] ?? unrecorded;
    const after = foldOutcome(before, outcome);
    this.#outcome[at] = after;
    this.#intendedStartMs[at] = attempt.intendedStartMs;
    this.#operation[at] = attempt.operation;
    this.#zone[at] = attempt.zone;
    this.#dropReason[at] = after === dropped ? dropReasons.indexOf(attempt.dropReason) : 0;
    if (attempt.attempt > 0) this.#node[at] = attempt.node;
    if (attempt.attempt === 1) this.#connectionWaitMs[at] = attempt.startMs - attempt.intendedStartMs;
    if (before === acknowledged || (outcome !== 'acknowledged' && outcome !== 'declined')) return;
    this.#responseTimeMs[at] = attempt.endMs - attempt.intendedStartMs;
    this.#serviceTimeMs[at] = attempt.endMs - attempt.startMs;
  }

  #reserve(length: number): void {
    this.#recorded = Math.max(this.#recorded, length);
    if (length <= this.#outcome.length) return;
    this.#intendedStartMs = withRoom(this.#intendedStartMs, length, Number.NaN);
    this.#responseTimeMs = withRoom(this.#responseTimeMs, length, Number.NaN);
    this.#serviceTimeMs = withRoom(this.#serviceTimeMs, length, Number.NaN);
    this.#outcome = withRoom(this.#outcome, length, unrecorded);
    this.#operation = withRoom(this.#operation, length, unrecorded);
    this.#zone = withRoom(this.#zone, length, unrecorded);
    this.#node = withRoom(this.#node, length, unrecorded);
    this.#dropReason = withRoom(this.#dropReason, length, 0);
    this.#connectionWaitMs = withRoom(this.#connectionWaitMs, length, Number.NaN);
  }

  /** Arrivals without a record get their intended start from the plan: they were due all the same. */
  completeSchedule({ header, isComplete }: ReadArrivalsOptions): number {
    const stream = createArrivalStream(header.plan, 0, 1);
    const untilIndex = isComplete ? Number.POSITIVE_INFINITY : this.#recorded - 1;
    while (stream.index < untilIndex && stream.next()) {
      this.#reserve(stream.index + 1);
      if (Number.isNaN(this.#intendedStartMs[stream.index]))
        this.#intendedStartMs[stream.index] = stream.intendedStartMs;
    }
    return this.#recorded;
  }

  freeze(count: number): ArrivalFacts {
    return {
      arrivals: {
        count,
        intendedStartMs: this.#intendedStartMs.subarray(0, count),
        responseTimeMs: this.#responseTimeMs.subarray(0, count),
        serviceTimeMs: this.#serviceTimeMs.subarray(0, count),
        outcome: this.#outcome.subarray(0, count),
        operation: this.#operation.subarray(0, count),
        zone: this.#zone.subarray(0, count),
        node: this.#node.subarray(0, count),
        isGood: new Uint8Array(count),
      },
      dropReason: this.#dropReason.subarray(0, count),
      connectionWaitMs: this.#connectionWaitMs.subarray(0, count),
      attempts: this.#attempts.freeze(),
      answers: { answers: this.#answers, toldAbsent: this.#toldAbsent },
      lastCommonEndMs: Math.min(...this.#lastEndMs),
    };
  }
}
