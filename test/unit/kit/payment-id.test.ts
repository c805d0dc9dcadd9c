/** Payment ids of every client: unique, without gaps, and leading back to run and arrival. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRetry } from '../../../src/kit/word-literal.js';
import {
  arrivalOf,
  numberOf,
  paymentIdOf,
  paymentNumber,
  paymentsPerArrival,
  runTagOf,
} from '../../../src/kit/payment-id.js';
import { limits } from '../../../src/model/limits.js';

const perArrival = fc.integer({ min: 1, max: 8 });

test('a payment id leads back to its run and its number', () => {
  const id = paymentIdOf(2 ** 20 - 1, 2 ** 32 - 1);
  expect(Number.isSafeInteger(id)).toBe(true);
  expect([runTagOf(id), numberOf(id)]).toEqual([2 ** 20 - 1, 2 ** 32 - 1]);
});

test('every attempt of a naive client has a number of its own, and all of them lie side by side', () => {
  fc.assert(
    fc.property(perArrival, fc.integer({ min: 1, max: 200 }), (each, arrivals) => {
      const numbers = Array.from({ length: arrivals * each }, (_unused, index) => {
        return paymentNumber(Math.floor(index / each), (index % each) + 1, each);
      });
      expect(numbers).toEqual(Array.from({ length: arrivals * each }, (_unused, index) => index));
    }),
  );
});

test('a number leads back to its arrival, in the largest rehearsal too', () => {
  const arrival = fc.integer({ min: 0, max: limits.arrivalsMax });
  fc.assert(
    fc.property(perArrival, arrival, fc.integer({ min: 0, max: 8 }), (each, index, attempt) => {
      const id = paymentIdOf(2 ** 20 - 1, paymentNumber(index, Math.min(attempt, each), each));
      expect(Number.isSafeInteger(id)).toBe(true);
      expect(runTagOf(id)).toBe(2 ** 20 - 1);
      expect(arrivalOf(numberOf(id), each)).toBe(index);
    }),
  );
});

test.each([
  ['none', 1],
  ['idempotent 100', 1],
  ['status-query 5', 1],
  ['naive 1', 1],
  ['naive 8', 8],
])('an arrival of a client that retries by "%s" may become %i payments', (text, payments) => {
  const retry = parseRetry(text);
  expect(retry.ok && paymentsPerArrival(retry.value)).toBe(payments);
});

test('whatever is not naive keeps its number in every attempt', () => {
  expect([0, 1, 2, 100].map((attempt) => paymentNumber(77, attempt, 1))).toEqual([77, 77, 77, 77]);
});
