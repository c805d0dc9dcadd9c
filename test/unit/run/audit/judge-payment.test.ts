/** What the presence or absence of a payment means, by what the client was told of it. */
import { afterAll, describe, expect, it } from 'vitest';
import { paymentIdOf } from '../../../../src/kit/payment-id.js';
import { auditCategories } from '../../../../src/model/audit.js';
import { createContents } from '../../../../src/plan/contents.js';
import { PaymentOutcomes } from '../../../../src/run/audit/payment-outcomes.js';
import { CategoryCounts } from '../../../../src/run/audit/category-counts.js';
import { judgeAbsent, judgePresent, type PaymentTally } from '../../../../src/run/audit/judge-payment.js';
import type { PaymentRows } from '../../../../src/run/audit/payment-rows.js';
import { planOf } from '../../../fixtures/plan.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { answered, headerOf, judgingCatalog, writeSyntheticRun, type Ending } from '../../../fixtures/synthetic-run.js';

const arrival = 3;
const plan = planOf({ phases: '[{ name: only, for: 1s, rate: 100/s }]' });
const posted = { ...plan, scenario: { ...plan.scenario, traffic: { ...plan.scenario.traffic, mix: { transfer: 1 } } } };
const contents = createContents(posted, judgingCatalog().operations);

const scratch = new Scratch();
let runs = 0;
afterAll(() => scratch[Symbol.dispose]());

const acknowledged: Ending = { outcome: 'acknowledged' };
const aborted: Ending = { outcome: 'aborted', errno: 1213 };
const inDoubt: Ending = { outcome: 'in-doubt', errno: 60_002 };
const declined: Ending = { outcome: 'declined' };
const dropped: Ending = { outcome: 'dropped', dropReason: 'deadline-passed' };
const foundByQuestion: Ending = { outcome: 'acknowledged', step: 'read' };
const takenId: Ending = { outcome: 'acknowledged', errno: 1062 };

describe('a payment that is there', () => {
  it.each<[string, readonly Ending[], object]>([
    ['is right when it was acknowledged', [acknowledged], {}],
    ['is right when it was acknowledged after an abort', [aborted, acknowledged], {}],
    ['is right when it was in doubt', [inDoubt], {}],
    ['is right when its retry after a doubt was dropped', [inDoubt, dropped], {}],
    ['is a phantom when it was aborted', [aborted], { phantom: 1 }],
    ['is a phantom when it was declined', [declined], { phantom: 1 }],
    ['is a phantom when its retry was dropped after an abort', [aborted, dropped], { phantom: 1 }],
    ['is a phantom when an attempt of it is said to have been dropped', [{ ...dropped, attempt: 1 }], { phantom: 1 }],
    ['is unexpected when it was dropped before it was ever sent', [dropped], { unexpected: 1 }],
    ['is unexpected when the journal does not know it', [], { unexpected: 1 }],
    ['shows an abort that was none when a retry found its id taken', [aborted, takenId], { phantom: 1 }],
    ['is right when a retry after a doubt found its id taken', [inDoubt, takenId], {}],
    ['shows an abort that was none when a question found it there', [aborted, foundByQuestion], { phantom: 1 }],
    ['is right when a question after a doubt found it there', [inDoubt, foundByQuestion], {}],
    ['is right when a question failed and the next one found it', [inDoubt, aborted, foundByQuestion], {}],
  ])('%s', (_what, endings, found) => {
    const tally = tallyOf(endings);
    judgePresent(tally, arrival, rowsOf());
    expect(foundIn(tally)).toEqual(found);
  });

  it('of which a leg is missing is partial, and withdraws the acknowledgement', () => {
    const tally = tallyOf([acknowledged]);
    judgePresent(tally, arrival, { ...rowsOf(), entries: rowsOf().entries.slice(1) });
    expect(foundIn(tally)).toEqual({ partial: 1 });
    expect(tally.broken).toEqual([arrival]);
  });
});

describe('a payment that is absent', () => {
  it.each<[string, readonly Ending[], object]>([
    ['is lost when it was acknowledged', [acknowledged], { lost: 1 }],
    ['is lost when it was acknowledged in a retry', [inDoubt, acknowledged], { lost: 1 }],
    ['is right when it was in doubt', [inDoubt], {}],
    ['is right when it was aborted', [aborted], {}],
    ['is right when it was dropped', [dropped], {}],
    ['is right when the journal does not know it', [], {}],
  ])('%s', (_what, endings, found) => {
    const tally = tallyOf(endings);
    judgeAbsent(tally, arrival);
    expect(foundIn(tally)).toEqual(found);
  });
});

function tallyOf(endings: readonly Ending[]): PaymentTally {
  runs += 1;
  const directory = scratch.path(`run-${runs}`);
  const script = (atMs: number, index: number, unit: () => number) =>
    index === arrival ? endings : [answered(atMs, unit)];
  writeSyntheticRun({ directory, plan: posted, script });
  const context = {
    header: headerOf(posted),
    outcomes: PaymentOutcomes.read(directory, { expected: 100, perArrival: 1 }),
    contents,
    perArrival: 1,
    numbersEnd: 200,
    isJournalCut: false,
    isBuffering: false,
    isCopy: false,
    onProgress: () => undefined,
  };
  const lists = { lost: [], broken: [], onLostButHere: () => undefined, onFound: () => undefined };
  return { context, counts: new CategoryCounts(), inDoubt: { present: 0, absent: 0, broken: 0 }, ...lists };
}

/** Exactly as planned. */
function rowsOf(): PaymentRows {
  const { content } = contents.contentOf(arrival);
  if (content.kind !== 'posting') throw new Error('The arrival posts no payment.');
  const { amount, legs } = content;
  const paymentId = paymentIdOf(headerOf(posted).runTag, arrival);
  const row = { paymentId, operation: 'transfer', amount, state: 'posted' };
  return {
    payments: [{ ...row, originalId: null, clientTimeMs: 1, attempt: 1 }],
    entries: legs.map((leg, index) => ({ paymentId, leg: index, ...leg, balanceAfter: 0, accountVersion: 1 })),
    outbox: [],
  };
}

function foundIn({ counts }: PaymentTally): object {
  const taken = counts.take();
  return Object.fromEntries(
    auditCategories.flatMap((each) => (taken[each].count > 0 ? [[each, taken[each].count]] : [])),
  );
}
