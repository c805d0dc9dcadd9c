/**
 * The payment id: the run's tag above, the payment's number below, so that an id is unique over runs and leads back to its arrival.
 *
 * An arrival is one payment, however often it is tried; but a naive client makes each attempt a payment of its own. Then an arrival has as many
 * numbers as it may have attempts, side by side: no number between the first and the last is nobody's, so a ledger can be read in ranges of them.
 */
import type { RetrySettings } from '../model/scenario.js';

/** Bits of the number; the tag's 20 bits above it keep the id a safe integer. */
const numberRange = 2 ** 32;

export function paymentIdOf(runTag: number, number: number): number {
  return runTag * numberRange + number;
}

export function numberOf(paymentId: number): number {
  return paymentId % numberRange;
}

export function runTagOf(paymentId: number): number {
  return Math.floor(paymentId / numberRange);
}

/** Payments that one arrival may become. */
export function paymentsPerArrival({ policy, attemptsMax }: RetrySettings): number {
  return policy === 'naive' ? attemptsMax : 1;
}

/** The number of what an attempt pays; attempts count from 1, and 0 stands for an arrival that was never sent. */
export function paymentNumber(arrival: number, attempt: number, perArrival: number): number {
  return perArrival === 1 ? arrival : arrival * perArrival + Math.max(attempt, 1) - 1;
}

export function arrivalOf(number: number, perArrival: number): number {
  return Math.floor(number / perArrival);
}
