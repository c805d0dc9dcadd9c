/** What the journal says of every arrival in seven bytes: how it ended, what it was, and when it was acknowledged. Ten million fit in 70 MB. */
import { readAttempts } from '../../journal/attempt-file.js';
import { foldOutcome, unrecorded } from '../../journal/final-outcome.js';
import { withRoom } from '../../kit/columns.js';
import type { Attempt } from '../../model/journal.js';
import { duplicateKeyErrno, outcomes, type Outcome } from '../../model/outcome.js';

const acknowledged = outcomes.indexOf('acknowledged');

/** Facts beside the outcome, one bit each. */
const attemptedFlag = 1;
const inDoubtFlag = 2;
const brokenAbortFlag = 4;
const lostFlag = 8;

/** Tenths of a millisecond: 32 bits last for five days. */
const tenthsPerMs = 10;
const spareArrivals = 4_096;

/** A copy of the ledger, on the plan's axis: what was acknowledged until `appliedMs` was there when it was taken, what was sent after `takenMs` was not. */
export interface AsOf {
  /** Null: nobody knows how far behind the node was. */
  readonly appliedMs: number | null;
  readonly takenMs: number;
}

/** What was acknowledged while the copy was being taken may be in it or not. Null for what was sent later. */
function knownAt({ appliedMs, takenMs }: AsOf, attempt: Attempt): Attempt | null {
  if (attempt.startMs > takenMs) return null;
  const isOpen = attempt.outcome === 'acknowledged' && (appliedMs === null || attempt.endMs > appliedMs);
  return isOpen ? { ...attempt, outcome: 'in-doubt' } : attempt;
}

export class ArrivalOutcomes {
  #outcome: Uint8Array;
  #operation: Uint8Array;
  #flags: Uint8Array;
  #acknowledgedTenths: Uint32Array;
  #count = 0;

  constructor(expected: number) {
    const capacity = Math.ceil(expected) + spareArrivals;
    this.#outcome = new Uint8Array(capacity).fill(unrecorded);
    this.#operation = new Uint8Array(capacity).fill(unrecorded);
    this.#flags = new Uint8Array(capacity);
    this.#acknowledgedTenths = new Uint32Array(capacity);
  }

  /** All of them, or what was known of them when a copy of the ledger was taken. */
  static read(journalDirectory: string, expected: number, asOf: AsOf | null = null): ArrivalOutcomes {
    const result = new ArrivalOutcomes(expected);
    readAttempts(journalDirectory, (attempt) => {
      const known = asOf === null ? attempt : knownAt(asOf, attempt);
      if (known !== null) result.#add(known);
    });
    return result;
  }

  /** One more than the highest arrival with a record. */
  get count(): number {
    return this.#count;
  }

  /** Null where the journal has no record. */
  outcomeOf(arrival: number): Outcome | null {
    return outcomes[this.#outcome[arrival] ?? unrecorded] ?? null;
  }

  /** Position in the run's operations; 255 without a record. */
  operationOf(arrival: number): number {
    return this.#operation[arrival] ?? unrecorded;
  }

  wasAttempted(arrival: number): boolean {
    return this.#has(arrival, attemptedFlag);
  }

  /** Acknowledged because its id was taken in a retry, although every earlier attempt had certainly failed: one of them had not. */
  hasBrokenAbort(arrival: number): boolean {
    return this.#has(arrival, brokenAbortFlag);
  }

  isLost(arrival: number): boolean {
    return this.#has(arrival, lostFlag);
  }

  markLost(arrival: number): void {
    this.#set(arrival, lostFlag);
  }

  acknowledgedMs(arrival: number): number | null {
    if (this.#outcome[arrival] !== acknowledged) return null;
    return (this.#acknowledgedTenths[arrival] as number) / tenthsPerMs;
  }

  #add({ arrival, attempt, operation, outcome, errno, endMs }: Attempt): void {
    this.#reserve(arrival + 1);
    const before = this.#outcome[arrival] as number;
    if (outcome === 'acknowledged' && before !== acknowledged) this.#acknowledge(arrival, endMs, errno);
    if (outcome === 'in-doubt') this.#set(arrival, inDoubtFlag);
    if (attempt > 0) this.#set(arrival, attemptedFlag);
    this.#outcome[arrival] = foldOutcome(before, outcome);
    this.#operation[arrival] = operation;
  }

  #acknowledge(arrival: number, endMs: number, errno: number): void {
    this.#acknowledgedTenths[arrival] = Math.max(0, Math.round(endMs * tenthsPerMs));
    if (errno === duplicateKeyErrno && !this.#has(arrival, inDoubtFlag)) this.#set(arrival, brokenAbortFlag);
  }

  #has(arrival: number, flag: number): boolean {
    return ((this.#flags[arrival] ?? 0) & flag) !== 0;
  }

  #set(arrival: number, flag: number): void {
    this.#flags[arrival] = (this.#flags[arrival] ?? 0) | flag;
  }

  #reserve(length: number): void {
    this.#count = Math.max(this.#count, length);
    if (length <= this.#outcome.length) return;
    this.#outcome = withRoom(this.#outcome, length, unrecorded);
    this.#operation = withRoom(this.#operation, length, unrecorded);
    this.#flags = withRoom(this.#flags, length, 0);
    this.#acknowledgedTenths = withRoom(this.#acknowledgedTenths, length, 0);
  }
}
