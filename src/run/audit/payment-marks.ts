/** Marks on payments, a bit each: ten million fit in 10 MB. Ids that are none of the run's own are kept by name, in bounded number. */
import { numberOf, paymentIdOf, runTagOf } from '../../kit/payment-id.js';
import type { AuditContext } from './audit-context.js';

const bits = { settled: 1, voucher: 2, bank_transfer: 4 } as const;
export type Mark = keyof typeof bits;

const foreignMax = 100_000;

export class PaymentMarks {
  readonly #runTag: number;
  readonly #own: Uint8Array;
  readonly #foreign: Readonly<Record<Mark, Set<number>>> = {
    settled: new Set(),
    voucher: new Set(),
    bank_transfer: new Set(),
  };

  constructor({ header, numbersEnd }: Pick<AuditContext, 'header' | 'numbersEnd'>) {
    this.#runTag = header.runTag;
    this.#own = new Uint8Array(numbersEnd);
  }

  add(mark: Mark, payment: number): void {
    const number = this.#ownNumber(payment);
    if (number !== null) this.#own[number] = (this.#own[number] as number) | bits[mark];
    else if (this.#foreign[mark].size < foreignMax) this.#foreign[mark].add(payment);
  }

  /** Whether it had the mark; it has it no longer. */
  take(mark: Mark, payment: number): boolean {
    const number = this.#ownNumber(payment);
    if (number === null) return this.#foreign[mark].delete(payment);
    const had = ((this.#own[number] as number) & bits[mark]) !== 0;
    this.#own[number] = (this.#own[number] as number) & ~bits[mark];
    return had;
  }

  /** Payments that still have it. */
  *left(mark: Mark): Iterable<number> {
    for (let number = 0; number < this.#own.length; number += 1)
      if (((this.#own[number] as number) & bits[mark]) !== 0) yield paymentIdOf(this.#runTag, number);
    yield* this.#foreign[mark];
  }

  #ownNumber(payment: number): number | null {
    const number = numberOf(payment);
    return runTagOf(payment) === this.#runTag && number < this.#own.length ? number : null;
  }
}
