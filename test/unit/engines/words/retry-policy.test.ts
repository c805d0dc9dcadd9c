/** When an arrival is tried again, and after which pause: bounded in number and time, spread by chance, and always the same payment. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetryPolicy } from '../../../../src/catalog/engines/words/retry-policy.js';
import type { AttemptResult } from '../../../../src/model/operation.js';
import { outcomes, type Outcome } from '../../../../src/model/outcome.js';
import type { ClientSettings } from '../../../../src/model/scenario.js';
import { pendingAt, retryAt } from '../../../fixtures/pending.js';
import { planOf } from '../../../fixtures/plan.js';

const { client } = planOf().scenario;
const transactionTimeoutMs = 3_000;
const conflictPauseMs = 10;
const doubtPauseMs = 50;
/** Pauses double five times. */
const longestFactor = 32;

describe('an attempt is followed by another', () => {
  it.each<readonly [Outcome, boolean]>([
    ['aborted', true],
    ['in-doubt', true],
    ['acknowledged', false],
    ['declined', false],
    ['dropped', false],
  ])('after %s: %s', (outcome, isRetried) => {
    expect(policyOf({}).shouldRetry(pendingAt(0), resultOf(outcome), 5)).toBe(isRetried);
  });

  it.each([1, 2, 5, 100])('so that there are %i attempts over all, the first included', (attemptsMax) => {
    const policy = policyOf({ retry: { policy: 'idempotent', attemptsMax } });
    const pending = pendingAt(0);
    let attempts = 1;
    for (; policy.shouldRetry(pending, resultOf('aborted'), 5); attempts += 1) {
      policy.schedule(pending, resultOf('aborted'), 5);
    }
    expect(attempts).toBe(attemptsMax);
    expect(pending.attempt).toBe(attemptsMax);
  });

  it('never without a policy to do so', () => {
    const policy = policyOf({ retry: { policy: 'none', attemptsMax: 5 } });
    for (const outcome of outcomes) expect(policy.shouldRetry(pendingAt(0), resultOf(outcome), 5)).toBe(false);
  });

  it('only within the transaction timeout, counted from the planned start', () => {
    const pending = pendingAt(1_000);
    const isRetriedAt = (nowMs: number) => policyOf({}).shouldRetry(pending, resultOf('aborted'), nowMs);
    expect(isRetriedAt(1_000 + transactionTimeoutMs - 0.01)).toBe(true);
    expect(isRetriedAt(1_000 + transactionTimeoutMs)).toBe(false);
  });

  it('for as long as the scenario says, however long an attempt may take', () => {
    const policy = policyOf({ retryForMs: 10_000 });
    const pending = pendingAt(1_000);
    expect(policy.shouldRetry(pending, resultOf('in-doubt'), 1_000 + transactionTimeoutMs)).toBe(true);
    expect(policy.isOver(pending, 10_999)).toBe(false);
    expect(policy.isOver(pending, 11_000)).toBe(true);
  });
});

describe('the pause before a retry', () => {
  const attempts = fc.integer({ min: 1, max: 99 });
  const outcome = fc.constantFrom<Outcome>('aborted', 'in-doubt');
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('doubles with each attempt up to a bound, is longer after a doubt, and spreads over its whole length', () => {
    fc.assert(
      fc.property(attempts, outcome, chance, (attempt, ended, drawn) => {
        const longestMs =
          (ended === 'in-doubt' ? doubtPauseMs : conflictPauseMs) * Math.min(2 ** (attempt - 1), longestFactor);
        expect(pauseMs(attempt, ended, drawn)).toBeCloseTo(longestMs * drawn, 6);
      }),
    );
  });

  it('draws anew each time, so that those who failed together do not return together', () => {
    const draws = [0.1, 0.9];
    const policy = new RetryPolicy(client, () => draws.shift() ?? 0);
    const pauses = [pendingAt(0), pendingAt(0)].map((pending) => {
      policy.schedule(pending, resultOf('aborted'), 0);
      return pending.notBeforeMs;
    });
    expect(pauses).toEqual([1, 9]);
  });
});

it('a retry is the same arrival, so the same payment, and remembers a doubt for ever', () => {
  const policy = policyOf({});
  const pending = pendingAt(0, 77);
  for (const outcome of ['aborted', 'in-doubt', 'aborted'] as const) policy.schedule(pending, resultOf(outcome), 5);
  expect(pending).toMatchObject({ index: 77, attempt: 4, wasInDoubt: true });
  const untroubled = pendingAt(0);
  policy.schedule(untroubled, resultOf('aborted'), 5);
  expect(untroubled.wasInDoubt).toBe(false);
});

it('remembers when what it settles was first not there, not when it was last', () => {
  const policy = policyOf({});
  const pending = pendingAt(0);
  policy.schedule(pending, resultOf('aborted'), 4);
  expect(pending.absentSinceMs).toBeNull();
  for (const nowMs of [5, 9]) policy.schedule(pending, resultOf('declined'), nowMs);
  expect(pending.absentSinceMs).toBe(5);
});

function policyOf(settings: Partial<ClientSettings>, chance = 0.5): RetryPolicy {
  const retry = { policy: 'idempotent', attemptsMax: 5 } as const;
  return new RetryPolicy({ ...client, transactionTimeoutMs, retry, ...settings }, () => chance);
}

function resultOf(outcome: Outcome): AttemptResult {
  return { outcome, errno: 0, step: 'statement', message: '', isConnectionUsable: true };
}

function pauseMs(attempt: number, outcome: Outcome, chance: number): number {
  const nowMs = 7;
  const pending = retryAt(0, { attempt });
  policyOf({}, chance).schedule(pending, resultOf(outcome), nowMs);
  return pending.notBeforeMs - nowMs;
}
