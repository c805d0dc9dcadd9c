/** Whose credits are buffered, and that debits never are. */
import { expect, it } from 'vitest';
import { bufferedRanges, createIsBuffered } from '../../../src/kit/buffered-legs.js';
import { planOf } from '../../fixtures/plan.js';

const planWith = (more: string) =>
  planOf({ keys: `ledger: { accounts: 5k, merchants: { hot: { accounts: 2, share: 80% }, split: 3 }${more} }` });

it('a scenario that buffers nothing says so', () => {
  expect(createIsBuffered(planWith(''))).toBeNull();
  expect(bufferedRanges(planWith(''))).toEqual([]);
});

it('hot merchants are buffered with all of their parts, and nobody else', () => {
  const plan = planWith(', buffered_posting: {}');
  const { merchants, merchantParts, fees, customers } = plan.ledger;
  const isBuffered = createIsBuffered(plan);
  const isCredited = (account: number): boolean | undefined => isBuffered?.({ account, amount: 5 });
  expect([0, 1, 2].map((place) => isCredited(merchants.first + place))).toEqual([true, true, false]);
  expect([-1, 0, 5, 6].map((place) => isCredited(merchantParts.first + place))).toEqual([false, true, true, false]);
  expect([fees.first, customers.first].map(isCredited)).toEqual([false, false]);
});

it('a debit is never buffered: the account must be asked whether it can pay', () => {
  const plan = planWith(', buffered_posting: { accounts: [fees, hot-merchants] }');
  const isBuffered = createIsBuffered(plan);
  const { first } = plan.ledger.fees;
  expect(isBuffered?.({ account: first, amount: 1 })).toBe(true);
  expect(isBuffered?.({ account: first, amount: -1 })).toBe(false);
  expect(isBuffered?.({ account: plan.ledger.merchants.first, amount: -1 })).toBe(false);
});
