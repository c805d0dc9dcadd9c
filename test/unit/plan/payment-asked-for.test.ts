import { expect, test } from 'vitest';
import { createContents } from '../../../src/plan/contents.js';
import { paymentAskedFor } from '../../../src/plan/payment-asked-for.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { planOf } from '../../fixtures/plan.js';

test('a question asks for the payment of an earlier arrival, and what is no question for none', () => {
  const plan = planOf({ mix: '{ transfer: 50, balance: 20, status: 30 }' });
  const { operations } = testCatalog();
  const { contentOf } = createContents(plan, operations);
  const askedFor = paymentAskedFor(plan, operations);
  const asked = Array.from({ length: 300 }, (_each, arrival) => {
    const { content } = contentOf(arrival);
    const original = askedFor(arrival);
    if (content.kind !== 'status') expect(original).toBeNull();
    else if (original !== null) {
      expect(original).toBe(content.original);
      expect(contentOf(original).content.kind).toBe('posting');
    }
    return original;
  });
  expect(asked.filter((original) => original !== null).length).toBeGreaterThan(50);
});

test('a question before there was a payment asks for none, whatever the first arrival is', () => {
  const plan = planOf({ mix: '{ balance: 50, status: 50 }' });
  const askedFor = paymentAskedFor(plan, testCatalog().operations);
  expect(Array.from({ length: 100 }, (_each, arrival) => askedFor(arrival)).every((each) => each === null)).toBe(true);
});
