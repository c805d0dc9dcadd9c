/**
 * Rows as numbers, which a server and this process make alike: so that the server can say in a few bytes what it holds, and nobody has to send it.
 *
 * A row is the product of two sums, each of which holds its place in the piece; rows are folded by exclusive-or. Adding and multiplying carry, exclusive-or does not:
 * what one row gains and another loses leaves other bits in both, where checksums, linear in exclusive-or themselves, would cancel out. Balances count modulo a prime
 * of 30 bits: one that is wrong by exactly a multiple of it would pass, which no slip of a bit or a digit is.
 * Planned rows stay below 2^63; what was tampered with may not, and a server that then refuses to calculate has told the difference as well.
 */
import { crc32 } from 'node:zlib';
import type { Leg } from '../model/operation.js';

/** Primes, but for the last two, which keep sums above zero: amounts and balances may be negative. Few of them: every step of an expression costs a server 10 ns a row. */
const amountFactor = 1_009;
const legFactor = 50_000_017;
const placeFactor = 200_003;
const accountFactor = 100_000_007;
const versionFactor = 15_485_863;
const versionModulus = 2_147_483_629;
const balanceModulus = 1_073_741_789;
const amountOffset = 2 ** 29;
const balanceOffset = 2 ** 52;

const halfWord = 2 ** 16;

export interface PaymentFacts {
  /** Of its operation and its state. */
  readonly words: number;
  readonly amount: number;
  /** Id of the payment that it refers to; its own for none. */
  readonly refersTo: number;
}

/** The exclusive-or of products, in two halves of 32 bits, because numbers end at 53. */
export class Fingerprint {
  #high = 0;
  #low = 0;

  get value(): bigint {
    return (BigInt(this.#high >>> 0) << 32n) | BigInt(this.#low >>> 0);
  }

  copy(): Fingerprint {
    const copy = new Fingerprint();
    copy.#high = this.#high;
    copy.#low = this.#low;
    return copy;
  }

  /** Places begin with 1. */
  foldPayment(place: number, { words, amount, refersTo }: PaymentFacts): void {
    this.#fold(words + place + (refersTo % balanceModulus), amount * amountFactor + place + amountOffset);
  }

  foldEntry(place: number, leg: number, { account, amount }: Leg): void {
    this.#fold(account + place * placeFactor, amount * amountFactor + leg * legFactor + place + amountOffset);
  }

  /** `paymentPlace`: that of the payment which the event names. */
  foldEvent(place: number, words: number, paymentPlace = place): void {
    this.#fold(words + place, paymentPlace + amountOffset);
  }

  /** That an account stood at a balance with a version. */
  foldStanding(account: number, version: number, balance: number): void {
    const left = (account * accountFactor + version * versionFactor) % versionModulus;
    this.#fold(left, (balance + balanceOffset) % balanceModulus);
  }

  /** Exact for 0 ≤ left < 2^36 and 0 ≤ right < 2^31. */
  #fold(left: number, right: number): void {
    const lower = left * (right & (halfWord - 1));
    const upper = left * (right >>> 16) + Math.floor(lower / halfWord);
    this.#high ^= Math.floor(upper / halfWord);
    this.#low ^= Math.imul(left, right);
  }
}

/** The words of a row as a number. Each is taken alone: put together, a server would first have to bring them to one character set. */
export function wordsOf(...words: readonly string[]): number {
  return words.reduce((sum, word) => sum + crc32(word), 0);
}

/** The expressions below are folded with BIT_XOR. `first` is the first payment id of the piece. */
export function paymentSql(first: number): string {
  const words = `CRC32(operation) + CRC32(state) + COALESCE(original_id, payment_id) % ${balanceModulus}`;
  return `(${words} + payment_id - ${first - 1}) * (amount * ${amountFactor} + ${offsetPlace(first)})`;
}

export function entrySql(first: number): string {
  const right = `amount * ${amountFactor} + leg * ${legFactor} + ${offsetPlace(first)}`;
  return `(account_id + (payment_id - ${first - 1}) * ${placeFactor}) * (${right})`;
}

export function eventSql(first: number): string {
  return `(CRC32(topic) + event_id - ${first - 1}) * (${offsetPlace(first)})`;
}

/** What an entry says of its account before and after it: along a whole chain all but the ends meet their like. */
export function linkSql(): string {
  const after = standingSql('account_version', 'balance_after');
  return `${after} ^ ${standingSql('(account_version - 1)', 'balance_after - amount')}`;
}

/** What no plan foresees, so that whole rows can be compared between nodes. */
export function restOfPaymentSql(first: number): string {
  const left = `attempt * ${legFactor} + payment_id - ${first - 1}`;
  return `(${left}) * ((client_time + COALESCE(original_id, -1) + ${balanceOffset}) % ${balanceModulus})`;
}

export function restOfEntrySql(first: number): string {
  const left = `account_version + leg * ${legFactor} + payment_id - ${first - 1}`;
  return `(${left}) * ((balance_after + ${balanceOffset}) % ${balanceModulus})`;
}

function offsetPlace(first: number): string {
  return `payment_id - ${first - 1 - amountOffset}`;
}

function standingSql(version: string, balance: string): string {
  const left = `(account_id * ${accountFactor} + ${version} * ${versionFactor}) % ${versionModulus}`;
  return `((${left}) * ((${balance} + ${balanceOffset}) % ${balanceModulus}))`;
}
