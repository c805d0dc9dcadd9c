/** Compares the rows of one payment with what was planned: whether it took effect more than once, is there in part, or holds something else. */
import { formatCount } from '../../kit/format.js';
import { stateOf } from '../../kit/state-of.js';
import type { Posting } from '../../model/operation.js';
import type { PaymentRows } from './payment-rows.js';

/** What every posting writes into its outbox event. */
export const postedTopic = 'payment-posted';

export interface Flaw {
  readonly category: 'duplicate' | 'partial' | 'content';
  readonly text: string;
}

export interface ExpectedPayment {
  readonly operation: string;
  readonly posting: Posting;
  /** Id of the payment that it refers to. */
  readonly originalId: number | null;
}

/** The gravest flaw; null when the rows are exactly the planned ones. */
export function findFlaw(rows: PaymentRows, expected: ExpectedPayment): Flaw | null {
  const { payments, entries, outbox } = rows;
  const legs = new Set(entries.map((entry) => entry.leg));
  if (payments.length > 1 || legs.size < entries.length || outbox.length > 1) {
    return { category: 'duplicate', text: `there with ${payments.length} payment rows and ${entries.length} entries` };
  }
  const missing = missingParts(rows, expected.posting);
  if (missing.length > 0) return { category: 'partial', text: `missing: ${missing.join(' and ')}` };
  const other = otherContent(rows, expected);
  return other === null ? null : { category: 'content', text: other };
}

function missingParts(rows: PaymentRows, { legs, hasOutboxEvent }: Posting): readonly string[] {
  const missing = legs.flatMap((_leg, index) => (rows.entries.some((entry) => entry.leg === index) ? [] : [index]));
  return [
    ...(rows.payments.length === 0 ? ['the payment row'] : []),
    ...(missing.length === 0 ? [] : [`${missing.length} of ${legs.length} legs (leg ${missing.join(', ')})`]),
    ...(hasOutboxEvent && rows.outbox.length === 0 ? ['the outbox event'] : []),
  ];
}

function otherContent(
  { payments, entries, outbox }: PaymentRows,
  { operation, posting, originalId }: ExpectedPayment,
): string | null {
  const payment = payments[0];
  if (payment === undefined) return null;
  if (payment.operation !== operation) return `its operation is ${payment.operation}`;
  if (payment.amount !== posting.amount) return `its row says ${formatCount(payment.amount)}`;
  if (payment.state !== stateOf(posting)) return `its state is ${payment.state}`;
  if (payment.originalId !== originalId)
    return `it refers to ${payment.originalId === null ? 'no payment' : `payment ${payment.originalId}`}`;
  for (const entry of entries) {
    const planned = posting.legs[entry.leg];
    if (planned === undefined) return `its leg ${entry.leg} was not planned`;
    if (entry.account !== planned.account) {
      return `its leg ${entry.leg} is on account ${entry.account} instead of ${planned.account}`;
    }
    if (entry.amount !== planned.amount) {
      return `its leg ${entry.leg} moves ${formatCount(entry.amount)} instead of ${formatCount(planned.amount)}`;
    }
  }
  const event = outbox[0];
  if (event === undefined) return null;
  if (!posting.hasOutboxEvent) return 'it has an outbox event that was not planned';
  if (event.paymentId !== event.eventId) return `its outbox event names payment ${event.paymentId}`;
  return event.topic === postedTopic ? null : `its outbox event is ${event.topic}`;
}
