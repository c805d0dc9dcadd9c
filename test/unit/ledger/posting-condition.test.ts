/** What a payment asks the ledger about besides its accounts, and what it makes of the answers. */
import { describe, expect, it } from 'vitest';
import type { PaymentOrder } from '../../../src/ledger/payment-order.js';
import { conditionStatements, judgeCondition } from '../../../src/ledger/posting-condition.js';
import type { FirstNumbers } from '../../../src/ledger/seen-on.js';
import type { PostingCondition } from '../../../src/model/operation.js';
import { transferOrder } from '../../fixtures/transfer-order.js';

const noRow: FirstNumbers = [Number.NaN, Number.NaN];
const plain: PaymentOrder = { ...transferOrder, paymentId: 900, operation: 'refund', originalId: 700 };
const locked = [{ leg: { account: 9, amount: -30 }, balanceAfter: 70, version: 8 }];

describe('a refund', () => {
  it.each<[string, FirstNumbers, FirstNumbers, boolean]>([
    ['of all that was paid', [30, Number.NaN], noRow, true],
    ['of the rest', [100, Number.NaN], [70, Number.NaN], true],
    ['of one unit more than the rest', [100, Number.NaN], [71, Number.NaN], false],
    ['of what is not there', noRow, noRow, false],
  ])('%s: %o, %o', (_what, original, before, holds) => {
    expect(judged({ kind: 'refundable' }, original, before).holds).toBe(holds);
  });

  it('asks for its original, and for the others that pay it back', () => {
    const [original, others] = conditionStatements(orderOf({ kind: 'refundable' }));
    expect(original).toMatch(/payment_id = 700$/u);
    expect(others).toMatch(/SUM\(amount\).* original_id = 700 AND payment_id <> 900$/u);
  });

  it('without an original asks for a payment that cannot be there: its own', () => {
    const [original] = conditionStatements({ ...orderOf({ kind: 'refundable' }), originalId: null });
    expect(original).toMatch(/payment_id = 900$/u);
  });
});

describe('a capture', () => {
  it.each<[string, FirstNumbers, FirstNumbers, boolean]>([
    ['of what is held', [30, Number.NaN], [0, Number.NaN], true],
    ['of less than is held', [31, Number.NaN], [0, Number.NaN], false],
    ['of what was settled already', [30, Number.NaN], [1, Number.NaN], false],
    ['of nothing', noRow, [0, Number.NaN], false],
  ])('%s: %o, %o', (_what, held, others, holds) => {
    expect(judged({ kind: 'authorised' }, held, others).holds).toBe(holds);
  });
});

it('a voucher is for who has had none of the campaign', () => {
  const unclaimed: PostingCondition = { kind: 'unclaimed', campaign: 5, customer: 4 };
  expect(judged(unclaimed, noRow).holds).toBe(true);
  expect(judged(unclaimed, [899, Number.NaN]).holds).toBe(false);
  expect(conditionStatements(orderOf(unclaimed))[0]).toContain(
    'campaign_id = 5 AND account_id = 4 AND payment_id <> 900',
  );
});

it("a bank's transfer is credited to whoever comes first, and to nobody else", () => {
  const uncredited: PostingCondition = { kind: 'uncredited', transfer: 31 };
  expect(judged(uncredited, noRow).holds).toBe(true);
  expect(judged(uncredited, [899, Number.NaN]).holds).toBe(false);
  expect(conditionStatements(orderOf(uncredited))[0]).toContain('transfer_id = 31 AND payment_id <> 900');
});

it('a pledge is kept by what both wallets keep, and names a second wallet that is not there', () => {
  expect(judged(pledge(170), [100, 7])).toMatchObject({
    holds: true,
    looked: [{ account: 5, version: 7, balance: 100 }],
  });
  expect(judged(pledge(171), [100, 7]).holds).toBe(false);
  expect(judged(pledge(0), noRow)).toMatchObject({ holds: false, missing: 5 });
});

it('a payment without a condition asks nothing and is never stopped', () => {
  expect(conditionStatements(plain)).toEqual([]);
  expect(judgeCondition(plain, locked, [])).toMatchObject({ holds: true, looked: [], missing: null });
});

function pledge(sumMin: number): PostingCondition {
  return { kind: 'pledge', account: 5, sumMin };
}

function orderOf(condition: PostingCondition): PaymentOrder {
  return { ...plain, posting: { ...plain.posting, condition } };
}

function judged(condition: PostingCondition, ...answered: readonly FirstNumbers[]) {
  return judgeCondition(orderOf(condition), locked, answered);
}
