/** What the journal says of every payment in seven bytes: how it ended, what it was, and when it was acknowledged. Ten million fit in 70 MB; each attempt of a naive client is a payment. */
import { readAttempts } from '../../journal/attempt-file.js';
import { foldOutcome, unrecorded } from '../../journal/final-outcome.js';
import { withRoom } from '../../kit/columns.js';
import { paymentNumber } from '../../kit/payment-id.js';
import type { Attempt } from '../../model/journal.js';
import { knownAt, type AsOf } from './as-of.js';
import { duplicateKeyErrno, outcomes, type Outcome } from '../../model/outcome.js';

const acknowledged = outcomes.indexOf('acknowledged');

/** Facts beside the outcome, one bit each. */
const attemptedFlag = 1;
const inDoubtFlag = 2;
const brokenAbortFlag = 4;
const lostFlag = 8;
const foundFlag = 16;

/** Tenths of a millisecond: 32 bits last for five days. */
const tenthsPerMs = 10;
const spareArrivals = 4_096;

export interface ReadOptions {
  /** Arrivals. */
  readonly expected: number;
  /** Payments that each may become. */
  readonly perArrival: number;
  /** Null: all of them. */
  readonly asOf?: AsOf | null;
}

export class PaymentOutcomes {
  #outcome: Uint8Array;
  #operation: Uint8Array;
  #flags: Uint8Array;
  #acknowledgedTenths: Uint32Array;
  #count = 0;
  readonly #perArrival: number;

  constructor(expected: number, perArrival: number) {
    this.#perArrival = perArrival;
    const capacity = (Math.ceil(expected) + spareArrivals) * perArrival;
    this.#outcome = new Uint8Array(capacity).fill(unrecorded);
    this.#operation = new Uint8Array(capacity).fill(unrecorded);
    this.#flags = new Uint8Array(capacity);
    this.#acknowledgedTenths = new Uint32Array(capacity);
  }

  /** All of them, or what was known of them when a copy of the ledger was taken. */
  static read(journalDirectory: string, { expected, perArrival, asOf = null }: ReadOptions): PaymentOutcomes {
    const result = new PaymentOutcomes(expected, perArrival);
    readAttempts(journalDirectory, (attempt) => {
      const known = asOf === null ? attempt : knownAt(asOf, attempt);
      if (known !== null) result.add(known);
    });
    return result;
  }

  /** One more than the highest payment with a record. */
  get count(): number {
    return this.#count;
  }

  /** Null where the journal has no record. */
  outcomeOf(number: number): Outcome | null {
    return outcomes[this.#outcome[number] ?? unrecorded] ?? null;
  }

  /** Position in the run's operations; 255 without a record. */
  operationOf(number: number): number {
    return this.#operation[number] ?? unrecorded;
  }

  wasAttempted(number: number): boolean {
    return this.#has(number, attemptedFlag);
  }

  /** Acknowledged because a retry found it there, although every earlier attempt had certainly failed: one of them had not. */
  hasBrokenAbort(number: number): boolean {
    return this.#has(number, brokenAbortFlag);
  }

  isLost(number: number): boolean {
    return this.#has(number, lostFlag);
  }

  markLost(number: number): void {
    this.#set(number, lostFlag);
  }

  /** Whether the authority holds a payment that the client heard nothing good of; known once that node has been read. */
  isFound(number: number): boolean {
    return this.#has(number, foundFlag);
  }

  markFound(number: number): void {
    this.#set(number, foundFlag);
  }

  acknowledgedMs(number: number): number | null {
    if (this.#outcome[number] !== acknowledged) return null;
    return (this.#acknowledgedTenths[number] as number) / tenthsPerMs;
  }

  add({ arrival, attempt, operation, outcome, errno, step, endMs }: Attempt): void {
    const number = paymentNumber(arrival, attempt, this.#perArrival);
    this.#reserve(number + 1);
    const before = this.#outcome[number] as number;
    if (outcome === 'acknowledged' && before !== acknowledged) {
      this.#acknowledgedTenths[number] = Math.max(0, Math.round(endMs * tenthsPerMs));
      // Answered by a read: what the client asked the ledger about was there.
      const isEarlier = errno === duplicateKeyErrno || (attempt > 1 && step === 'read');
      if (isEarlier && !this.#has(number, inDoubtFlag)) this.#set(number, brokenAbortFlag);
    }
    if (outcome === 'in-doubt') this.#set(number, inDoubtFlag);
    if (attempt > 0) this.#set(number, attemptedFlag);
    this.#outcome[number] = foldOutcome(before, outcome);
    this.#operation[number] = operation;
  }

  #has(number: number, flag: number): boolean {
    return ((this.#flags[number] ?? 0) & flag) !== 0;
  }

  #set(number: number, flag: number): void {
    this.#flags[number] = (this.#flags[number] ?? 0) | flag;
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
