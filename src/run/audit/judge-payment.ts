/** Puts one payment's rows (or their absence) beside what the client was told, and counts what does not fit. */
import { paymentIdOf } from '../../kit/payment-id.js';
import {
  isPosting,
  originalNumber,
  paymentExample,
  plannedOperation,
  plannedPosting,
  type AuditContext,
} from './audit-context.js';
import type { CategoryCounts } from './category-counts.js';
import { findFlaw } from './find-flaw.js';
import { amountOf, type PaymentRows } from './payment-rows.js';

/** More would not fit into one line of the journal, and so many leave no doubt anyway. */
const rememberedMax = 500_000;

export interface PaymentTally {
  readonly context: AuditContext;
  readonly counts: CategoryCounts;
  readonly inDoubt: { present: number; absent: number; broken: number };
  /** Payments acknowledged and yet absent. */
  readonly lost: number[];
  /** Payments acknowledged and yet there in part or more than once. */
  readonly broken: number[];
  /** Called for a payment that is there although the authority has lost it. */
  readonly onLostButHere: (number: number) => void;
  /** Called for a payment that is there although its client heard nothing good of it. */
  readonly onFound: (number: number) => void;
}

export function judgeAbsent(tally: PaymentTally, number: number): void {
  const { context, counts } = tally;
  const outcome = context.outcomes.outcomeOf(number);
  if ((outcome !== 'acknowledged' && outcome !== 'in-doubt') || !isPosting(context, number)) return;
  if (outcome === 'in-doubt') {
    tally.inDoubt.absent += 1;
    return;
  }
  const amount = plannedPosting(context, number)?.amount ?? 0;
  counts.add('lost', amount, paymentExample(context, { number, amount, what: 'absent' }));
  remember(tally.lost, number);
}

export function judgePresent(tally: PaymentTally, number: number, rows: PaymentRows): void {
  const { context, counts } = tally;
  const isBare = rows.payments.length + rows.entries.length === 0;
  if (context.outcomes.isLost(number) && !isBare) tally.onLostButHere(number);
  const posting = plannedPosting(context, number);
  const outcome = context.outcomes.outcomeOf(number);
  if (outcome !== 'acknowledged' && !isBare) tally.onFound(number);
  const isPossible = outcome === null ? context.isJournalCut : context.outcomes.wasAttempted(number);
  if (posting === null || !isPossible) {
    const amount = amountOf(rows);
    const unsent = context.isCopy ? 'it was not sent before the copy was taken' : 'it was never sent';
    const why = posting === null ? 'it only reads a balance' : unsent;
    return counts.add(
      'unexpected',
      amount,
      paymentExample(context, { number, amount, what: `there, although ${why}` }),
    );
  }
  const note = (what: string) => paymentExample(context, { number, amount: posting.amount, what });
  if (outcome === 'aborted' || outcome === 'declined' || outcome === 'dropped') {
    return counts.add('phantom', posting.amount, note('there all the same'));
  }
  if (context.outcomes.hasBrokenAbort(number)) {
    counts.add('phantom', posting.amount, note('an attempt that had certainly failed took effect'));
  }
  const isInDoubt = outcome !== 'acknowledged';
  if (isBare && !isInDoubt) {
    // The event that tells of a payment is none.
    counts.add('lost', posting.amount, note('absent; of its rows only the event in the outbox is left'));
    return remember(tally.lost, number);
  }
  if (isInDoubt) tally.inDoubt.present += 1;
  const original = originalNumber(context, number, posting);
  const originalId = original === null ? null : paymentIdOf(context.header.runTag, original);
  const flaw = findFlaw(rows, { operation: plannedOperation(context, number), posting, originalId });
  if (flaw === null) return;
  counts.add(flaw.category, posting.amount, note(flaw.text));
  if (isInDoubt) tally.inDoubt.broken += 1;
  else if (flaw.category !== 'content') remember(tally.broken, number);
}

/** A payment whose id belongs to no arrival of this run. */
export function judgeForeign({ context, counts }: PaymentTally, payment: number, rows: PaymentRows): void {
  const amount = amountOf(rows);
  const first = paymentIdOf(context.header.runTag, 0);
  const text = `payment ${payment}: ${amount} minor units, and this run's payments begin with ${first}`;
  counts.add('unexpected', amount, { payment, account: null, amount, acknowledgedMs: null, text });
}

function remember(numbers: number[], number: number): void {
  if (numbers.length < rememberedMax) numbers.push(number);
}
