/** How many payments the journal knows, by their end: each attempt of a naive client is one. */
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../../src/model/journal.js';
import type { Outcome } from '../../../../src/model/outcome.js';
import { createContents } from '../../../../src/plan/contents.js';
import { countAttempted } from '../../../../src/run/audit/count-attempted.js';
import { PaymentOutcomes } from '../../../../src/run/audit/payment-outcomes.js';
import { planOf } from '../../../fixtures/plan.js';
import { headerOf, judgingCatalog } from '../../../fixtures/synthetic-run.js';

const base = planOf({ phases: '[{ name: only, for: 1s, rate: 100/s }]' });
const plan = { ...base, scenario: { ...base.scenario, traffic: { ...base.scenario.traffic, mix: { transfer: 1 } } } };
const contents = createContents(plan, judgingCatalog().operations);
const doubtThenDone = ['in-doubt', 'acknowledged'] as const;

describe('a payment in doubt that was tried again', () => {
  it('is acknowledged when it kept its id', () => {
    expect(counted([doubtThenDone], 1)).toMatchObject({ acknowledged: 1, inDoubt: 0 });
  });

  it('stays in doubt when the next attempt was another payment', () => {
    expect(counted([doubtThenDone], 3)).toMatchObject({ acknowledged: 1, inDoubt: 1 });
  });
});

describe('in a cut journal', () => {
  it.each([1, 3])('an arrival without a record counts once, whatever it might have become (%i)', (perArrival) => {
    const known = [[], ['acknowledged'], [], ['aborted']] as const;
    expect(counted(known, perArrival, true)).toMatchObject({ acknowledged: 1, aborted: 1, unrecorded: 2 });
    expect(counted(known, perArrival)).toMatchObject({ unrecorded: 0 });
  });
});

function counted(arrivals: readonly (readonly Outcome[])[], perArrival: number, isJournalCut = false) {
  const outcomes = new PaymentOutcomes(arrivals.length, perArrival);
  arrivals.forEach((attempts, arrival) => {
    attempts.forEach((outcome, index) => {
      outcomes.add({ arrival, attempt: index + 1, outcome, operation: 0, errno: 0, step: 'done', endMs: 5 } as Attempt);
    });
  });
  const numbersEnd = arrivals.length * perArrival;
  const common = { header: headerOf(plan), contents, onProgress: () => undefined };
  return countAttempted({
    ...common,
    outcomes,
    perArrival,
    numbersEnd,
    isJournalCut,
    isBuffering: false,
    isCopy: false,
  });
}
