/** What a piece of the ledger must hold, worked out from plan and journal, so that a server's own sums can be compared with it. */
import { paymentIdOf } from '../../kit/payment-id.js';
import { stateOf } from '../../kit/state-of.js';
import { Fingerprint, wordsOf, type PaymentFacts } from '../../ledger/fingerprint.js';
import type { PieceSums } from '../../ledger/sum-rows.js';
import type { PaymentState, Posting } from '../../model/operation.js';
import { contentOf, isPosting, originalNumber, type AuditContext } from './audit-context.js';
import { postedTopic } from './find-flaw.js';
import type { NumberRange } from './ledger-pieces.js';

const topicWords = wordsOf(postedTopic);

export class PiecePrediction {
  #payments = 0;
  #entries = 0;
  #events = 0;
  #payment = new Fingerprint();
  #entry = new Fingerprint();
  #event = new Fingerprint();

  copy(): PiecePrediction {
    const copy = new PiecePrediction();
    copy.#payments = this.#payments;
    copy.#entries = this.#entries;
    copy.#events = this.#events;
    copy.#payment = this.#payment.copy();
    copy.#entry = this.#entry.copy();
    copy.#event = this.#event.copy();
    return copy;
  }

  /** One more payment that is there, whole; places count from 1. */
  add(place: number, payment: PaymentFacts, { legs, hasOutboxEvent }: Posting): void {
    this.#payments += 1;
    this.#payment.foldPayment(place, payment);
    for (let leg = 0; leg < legs.length; leg += 1) {
      const line = legs[leg];
      if (line !== undefined) this.#entry.foldEntry(place, leg, line);
    }
    this.#entries += legs.length;
    if (!hasOutboxEvent) return;
    this.#events += 1;
    this.#event.foldEvent(place, topicWords);
  }

  /** Whether an entry was posted or waits in the buffer: nobody can predict, and both are the payment's. */
  agreesWith({ payment, entry, outbox, buffered }: PieceSums): boolean {
    return (
      payment.rows === this.#payments &&
      entry.rows + buffered.rows === this.#entries &&
      outbox.rows === this.#events &&
      payment.planned === this.#payment.value &&
      (entry.planned ^ buffered.planned) === this.#entry.value &&
      outbox.planned === this.#event.value
    );
  }
}

/** The same for every node: drawn once, and kept as long as another node is to be compared. */
export class Predictions {
  readonly #context: AuditContext;
  /** By position in the run's operations. */
  readonly #words: readonly Readonly<Record<PaymentState, number>>[];
  /** By first number. */
  readonly #known: Map<number, PiecePrediction | null> | null;

  constructor(context: AuditContext, options: { readonly areKept: boolean }) {
    this.#context = context;
    this.#words = context.contents.operations.map(({ kind }) => ({
      posted: wordsOf(kind, 'posted'),
      authorised: wordsOf(kind, 'authorised'),
      captured: wordsOf(kind, 'captured'),
      voided: wordsOf(kind, 'voided'),
    }));
    this.#known = options.areKept ? new Map() : null;
  }

  /** With every payment that was acknowledged, and no other. Null where the journal itself says something odd, which only the rows can settle. */
  of(range: NumberRange): PiecePrediction | null {
    const known = this.#known?.get(range[0]);
    if (known !== undefined) return known;
    const predicted = this.#predict(range);
    this.#known?.set(range[0], predicted);
    return predicted;
  }

  /** With these payments too. */
  with(prediction: PiecePrediction, [first]: NumberRange, numbers: readonly number[]): PiecePrediction {
    const more = prediction.copy();
    for (const number of numbers) this.#add(more, first, number);
    return more;
  }

  #predict([first, end]: NumberRange): PiecePrediction | null {
    const { outcomes } = this.#context;
    const prediction = new PiecePrediction();
    for (let number = first; number < end; number += 1) {
      const outcome = outcomes.outcomeOf(number);
      if (outcome !== 'acknowledged' && outcome !== 'in-doubt') continue;
      if (!outcomes.wasAttempted(number) || outcomes.hasBrokenAbort(number)) return null;
      if (outcome === 'acknowledged') this.#add(prediction, first, number);
    }
    return prediction;
  }

  #add(prediction: PiecePrediction, first: number, number: number): void {
    const { operation, content } = contentOf(this.#context, number);
    if (content.kind !== 'posting') return;
    const words = this.#words[operation]?.[stateOf(content)] ?? 0;
    const original = originalNumber(this.#context, number, content);
    const refersTo = paymentIdOf(this.#context.header.runTag, original ?? number);
    const payment = { words, amount: content.amount, refersTo };
    prediction.add(number - first + 1, payment, content);
  }
}

/** Postings that may be there or not, as far as the client knows. */
export function openNumbers(context: AuditContext, [first, end]: NumberRange): readonly number[] {
  const open: number[] = [];
  for (let number = first; number < end; number += 1) {
    const outcome = context.outcomes.outcomeOf(number);
    if (outcome === 'in-doubt' ? isPosting(context, number) : outcome === null && context.isJournalCut)
      open.push(number);
  }
  return open;
}
