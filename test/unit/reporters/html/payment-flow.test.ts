/** The payments' way as a flow: every payment that was due arrives somewhere, and only what is wrong is red. */
import { expect, it } from 'vitest';
import { flowDrawing } from '../../../../src/catalog/reporters/html/sections/flow-drawing.js';
import {
  flowSentence,
  paymentFlow,
  type PaymentFlow,
} from '../../../../src/catalog/reporters/html/sections/payment-flow.js';
import type { AuditCategory } from '../../../../src/model/audit.js';
import type { Reconciliation } from '../../../../src/model/reconciliation.js';
import { dataLossRecord, passingRecord, unreadLedgerRecord } from '../../../fixtures/record.js';
import { nodeAuditOf } from '../../../fixtures/synthetic-run.js';

const sound: Reconciliation = {
  ...passingRecord().reconciliation!,
  attempted: { acknowledged: 900, aborted: 40, inDoubt: 10, declined: 50, unrecorded: 0 },
  neverSent: 20,
  acknowledgedPresent: 900,
  lost: { count: 0, money: 0, oldestAgeMs: null, payments: [] },
  inDoubtPresent: 7,
  inDoubtAbsent: 3,
};

it('leads every payment that was due into the ledger or out of it', () => {
  const flow = flowOf(sound);
  expect(countsOf(flow)).toMatchObject({ due: 1_020, present: 907, absent: 113, whole: 907, lost: 0, phantom: 0 });
  expect(flowSentence(flow)).toContain('0 lost');
});

it('shows what is wrong where it parts from what is right', () => {
  const flow = flowOf(
    { ...sound, acknowledgedPresent: 897, lost: { count: 3, money: 30, oldestAgeMs: 10, payments: [] } },
    { phantom: 45, duplicate: 2, partial: 1 },
  );
  expect(countsOf(flow)).toMatchObject({ lost: 3, phantom: 45, duplicate: 2, partial: 1, whole: 901, absent: 68 });
  expect(flow.links.filter(({ to }) => to === 'phantom')).toEqual([
    { from: 'declined', to: 'phantom', count: 5 },
    { from: 'aborted', to: 'phantom', count: 40 },
  ]);
});

it('draws nothing red, and zero lost as looked for, while nothing is wrong', () => {
  const drawn = flowDrawing(flowOf(sound)).text;
  expect(drawn).not.toMatch(/class="(?:band tone-bad|violated)"/u);
  expect(drawn).toMatch(/class="nothing"/u);
  expect(drawn).toMatch(/✔ <tspan class="count">0<\/tspan> lost/u);
});

it('draws a loss in red and wide enough to be seen, however small its share', () => {
  const record = dataLossRecord();
  const lost = { ...record.reconciliation!.lost!, count: 1 };
  const drawn = flowDrawing(flowOf({ ...sound, acknowledgedPresent: 999_999, lost })).text;
  expect(drawn).toMatch(/class="band tone-bad"/u);
  expect(drawn).toMatch(/class="bar tone-bad"[^>]*height="2"/u);
});

it('ends at what clients were told where no ledger could be read', () => {
  const unread = unreadLedgerRecord().reconciliation!;
  expect(paymentFlow(unread, undefined).stages.map(({ title }) => title)).toEqual([
    'payments due',
    'the client was told',
  ]);
});

function flowOf(reconciliation: Reconciliation, wrong: Partial<Record<AuditCategory, number>> = {}): PaymentFlow {
  const found = Object.fromEntries(
    Object.entries(wrong).map(([category, count]) => [category, { count, money: 0, examples: [] }]),
  );
  return paymentFlow(reconciliation, nodeAuditOf('jkt-a', 'authority', found));
}

function countsOf({ stages }: PaymentFlow): Record<string, number> {
  return Object.fromEntries(stages.flatMap(({ nodes }) => nodes.map(({ id, count }) => [id, count])));
}
