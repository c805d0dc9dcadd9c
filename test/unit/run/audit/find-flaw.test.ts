/** What is wrong with the rows of one payment, put beside what was planned. */
import { describe, expect, it } from 'vitest';
import type { Posting } from '../../../../src/model/operation.js';
import { findFlaw, type ExpectedPayment, type Flaw } from '../../../../src/run/audit/find-flaw.js';
import type { PaymentRows } from '../../../../src/run/audit/payment-rows.js';

const paymentId = 77;
const posting: Posting = {
  kind: 'posting',
  amount: 100,
  legs: [
    { account: 1, amount: -100 },
    { account: 2, amount: 99 },
    { account: 3, amount: 1 },
  ],
  hasOutboxEvent: true,
};
const payment = {
  paymentId,
  operation: 'qr-payment',
  amount: 100,
  state: 'posted',
  originalId: null,
  clientTimeMs: 5,
  attempt: 1,
};
const entries = posting.legs.map((leg, index) => ({
  paymentId,
  leg: index,
  account: leg.account,
  amount: leg.amount,
  balanceAfter: 0,
  accountVersion: 1,
}));
const [first, second, third] = entries as [(typeof entries)[0], (typeof entries)[0], (typeof entries)[0]];
const event = { eventId: paymentId, paymentId, topic: 'payment-posted' };
const whole: PaymentRows = { payments: [payment], entries, outbox: [event] };

it('rows exactly as planned have no flaw, in whatever order', () => {
  expect(flawOf({})).toBeNull();
  expect(flawOf({ entries: [third, first, second] })).toBeNull();
});

describe('a payment is there in part without', () => {
  it.each<[string, Partial<PaymentRows>, string]>([
    ['its first leg', { entries: [second, third] }, 'missing: 1 of 3 legs (leg 0)'],
    ['its last leg', { entries: [first, second] }, 'missing: 1 of 3 legs (leg 2)'],
    ['any leg', { entries: [] }, 'missing: 3 of 3 legs (leg 0, 1, 2)'],
    ['its own row', { payments: [] }, 'missing: the payment row'],
    ['its outbox event', { outbox: [] }, 'missing: the outbox event'],
  ])('%s', (_part, own, text) => {
    expect(flawOf(own)).toEqual({ category: 'partial', text });
  });
});

describe('a payment took effect more than once with', () => {
  it.each<[string, Partial<PaymentRows>]>([
    ['two rows', { payments: [payment, { ...payment, attempt: 2 }] }],
    ['a leg twice', { entries: [...entries, { ...second, accountVersion: 2 }] }],
    ['a leg twice and another one missing', { entries: [first, first, second] }],
    ['two outbox events', { outbox: [event, event] }],
  ])('%s', (_what, own) => {
    expect(flawOf(own)).toMatchObject({ category: 'duplicate' });
  });
});

const expected: ExpectedPayment = { operation: 'qr-payment', posting, originalId: null };

describe('a payment has other content with', () => {
  it.each<[string, Partial<PaymentRows>, RegExp]>([
    ['another operation', { payments: [{ ...payment, operation: 'transfer' }] }, /operation is transfer/u],
    ['another amount', { payments: [{ ...payment, amount: 101 }] }, /row says 101/u],
    ['another state', { payments: [{ ...payment, state: 'authorised' }] }, /state is authorised/u],
    ['an original', { payments: [{ ...payment, originalId: 12 }] }, /refers to payment 12/u],
    ['a leg on another account', { entries: [first, { ...second, account: 9 }, third] }, /account 9 instead of 2/u],
    ['a leg of another amount', { entries: [first, { ...second, amount: 98 }, third] }, /moves 98 instead of 99/u],
    ['a leg too many', { entries: [...entries, { ...third, leg: 3 }] }, /leg 3 was not planned/u],
    ['an event of another topic', { outbox: [{ ...event, topic: 'refund' }] }, /event is refund/u],
    ['an event of another payment', { outbox: [{ ...event, paymentId: 78 }] }, /names payment 78/u],
  ])('%s', (_what, own, text) => {
    const flaw = flawOf(own);
    expect(flaw?.category).toBe('content');
    expect(flaw?.text).toMatch(text);
  });

  it('an outbox event that was not planned', () => {
    const flaw = findFlaw(whole, { ...expected, posting: { ...posting, hasOutboxEvent: false } });
    expect(flaw).toMatchObject({ category: 'content' });
  });
});

function flawOf(own: Partial<PaymentRows>): Flaw | null {
  return findFlaw({ ...whole, ...own }, expected);
}
