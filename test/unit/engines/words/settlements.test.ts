/** What is settled after an arrival has ended, when, and how often that is tried. */
import { describe, expect, it } from 'vitest';
import { pendingOf, type Pending } from '../../../../src/catalog/engines/words/pending.js';
import { Settlements } from '../../../../src/catalog/engines/words/settlements.js';
import { settlementOf } from '../../../../src/kit/settlement-index.js';
import type { AttemptResult, Posting } from '../../../../src/model/operation.js';
import type { Outcome } from '../../../../src/model/outcome.js';
import { planOf } from '../../../fixtures/plan.js';

const plan = planOf();
const authorisation: Posting = {
  kind: 'posting',
  amount: 500,
  legs: [
    { account: 3, amount: -500 },
    { account: 7, amount: 500 },
  ],
  hasOutboxEvent: false,
  state: 'authorised',
};
const capture: Posting = { ...authorisation, state: 'captured', original: 12 };
const settlements = new Settlements(plan, () => ({ afterMs: 200, posting: capture }));

describe('what follows an authorisation', () => {
  it.each<[Outcome, boolean]>([
    ['acknowledged', true],
    ['in-doubt', true],
    ['aborted', false],
    ['declined', false],
    ['dropped', false],
  ])('that ended %s is a settlement: %s', (outcome, isSettled) => {
    expect(settlements.after(authorised(), outcome, 1_000) !== null).toBe(isSettled);
  });

  it('waits its time and has an index of its own, which leads back to the arrival', () => {
    expect(settlements.after(authorised(), 'acknowledged', 1_000)).toMatchObject({
      index: settlementOf(plan, 12),
      intendedStartMs: 1_200,
      notBeforeMs: 1_200,
      attempt: 1,
      content: { content: capture },
      settles: { attempt: 1, isAcknowledged: true },
    });
  });

  it('is settled where an earlier attempt may hold money, whatever became of the last', () => {
    const pending = authorised();
    pending.wasInDoubt = true;
    pending.attempt = 3;
    expect(settlements.after(pending, 'aborted', 0)?.settles).toEqual({ attempt: 3, isAcknowledged: false });
    // The third attempt was given up before it was sent.
    expect(settlements.after(pending, 'dropped', 0)?.settles).toEqual({ attempt: 2, isAcknowledged: false });
  });

  it('is nothing after any other payment, and nothing after a settlement', () => {
    const paid = pendingOf({ index: 4, intendedStartMs: 0, content: contentOf({ ...authorisation, state: 'posted' }) });
    expect(settlements.after(paid, 'acknowledged', 0)).toBeNull();
    const settled = settlements.after(authorised(), 'acknowledged', 0);
    expect(settled === null ? undefined : settlements.after(settled, 'acknowledged', 0)).toBeNull();
  });
});

describe('a settlement is tried again', () => {
  const many = { policy: 'none', attemptsMax: 1 } as const;
  it.each<[Outcome, boolean, number, boolean]>([
    ['aborted', true, 40, true],
    ['in-doubt', false, 40, true],
    ['acknowledged', true, 1, false],
    // What was acknowledged must be there: a node that lags does not know it yet.
    ['declined', true, 40, true],
    ['aborted', true, 250, false],
  ])('after %s, acknowledged %s, attempt %i: %s, whatever clients do', (outcome, isAcknowledged, attempt, isTried) => {
    const pending = { ...authorised(), attempt, settles: { attempt: 1, isAcknowledged } };
    expect(Settlements.shouldRetry(pending, ended(outcome), { retry: many, nowMs: 60_000 })).toBe(isTried);
  });

  it.each([
    ['for the first time, however late', null, 40_000, true],
    ['for almost ten seconds', 40_000, 49_999, true],
    ['for ten seconds', 40_000, 50_000, false],
  ])('an authorisation in doubt is not there %s', (_since, absentSinceMs, nowMs, isTried) => {
    const pending = { ...authorised(), attempt: 40, absentSinceMs, settles: { attempt: 1, isAcknowledged: false } };
    expect(Settlements.shouldRetry(pending, ended('declined'), { retry: many, nowMs })).toBe(isTried);
  });

  it('only as often as a naive client has payment ids', () => {
    const naive = { policy: 'naive', attemptsMax: 3 } as const;
    const isTried = (attempt: number): boolean =>
      Settlements.shouldRetry(triedOften(attempt), ended('aborted'), { retry: naive, nowMs: 0 });
    expect([2, 3].map(isTried)).toEqual([true, false]);
  });
});

function authorised(): Pending {
  return pendingOf({ index: 12, intendedStartMs: 900, content: contentOf(authorisation) });
}

function triedOften(attempt: number): Pending {
  return { ...authorised(), attempt, settles: { attempt: 1, isAcknowledged: true } };
}

function contentOf(posting: Posting) {
  return { operation: 0, zone: 0, content: posting };
}

function ended(outcome: Outcome): AttemptResult {
  return { outcome, errno: 0, step: 'done', message: '', isConnectionUsable: true };
}
