/** What an audit makes of a buffer that is not empty, on a real server: a credit that waits is its payment's, and a job that posts twice or not at all is found out. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditCategory } from '../../../src/model/audit.js';
import { createContents } from '../../../src/plan/contents.js';
import { AuditStage, authorityIn, foundIn, idOf } from '../../fixtures/audit-stage.js';
import { planOf } from '../../fixtures/plan.js';
import { judgingCatalog } from '../../fixtures/synthetic-run.js';

const plan = planOf({
  phases: '[{ name: only, for: 2s, rate: 100/s }]',
  mix: '{ qr-payment: 60, transfer: 40 }',
  keys: 'ledger: { accounts: 200, merchants: { hot: { accounts: 1, share: 90% } }, buffered_posting: { batch: 20 } }',
});
const merchant = plan.ledger.merchants.first;
const contents = createContents(plan, judgingCatalog().operations);
/** The last two payments to the merchant, the later one first: their credits are the last versions of its account. */
const [latest, before] = Array.from({ length: plan.arrivalsExpected }, (_each, arrival) => arrival)
  .flatMap((arrival) => {
    const { content } = contents.contentOf(arrival);
    const leg = content.kind === 'posting' ? content.legs.findIndex(({ account }) => account === merchant) : -1;
    return content.kind === 'posting' && leg >= 0
      ? [{ id: idOf(arrival), leg, amount: content.legs[leg]?.amount ?? 0 }]
      : [];
  })
  .toReversed() as [Credit, Credit];

interface Credit {
  readonly id: number;
  readonly leg: number;
  readonly amount: number;
}

let stage: AuditStage;
beforeAll(async () => {
  stage = await AuditStage.open(1);
});
afterAll(() => stage[Symbol.asyncDispose]());

test('credits that wait are no part of any account yet, and nothing is missing', async () => {
  await stage.prepare({ plan });
  await stage.execute(...putBack(latest), ...putBack(before));
  const audit = await stage.audit({ isJournalCut: true });
  expect(foundIn(audit)).toEqual({});
  const { buffered, totals } = authorityIn(audit);
  expect(buffered).toEqual({ credits: 2, money: latest.amount + before.amount });
  expect(totals.balance).toBe(totals.opening);
});

test.each<readonly [string, readonly string[], Partial<Record<AuditCategory, number>>]>([
  ['deletes a credit without posting it', [...putBack(latest), taken(latest)], { partial: 1 }],
  ['posts a credit and leaves it in the buffer', [intoBuffer(latest)], { duplicate: 1 }],
  // The key allows a payment no entry twice, so that the second one has to be one that nobody planned.
  ['posts a credit a second time', posted({ ...latest, leg: latest.leg + 5 }), { content: 1 }],
  [
    'raises the balance twice for one entry',
    [`UPDATE account SET balance = balance + ${latest.amount} WHERE account_id = ${merchant}`],
    { drift: 1 },
  ],
  [
    'posts another amount than it takes',
    [...putBack(latest), taken(latest), ...posted({ ...latest, amount: latest.amount + 1 })],
    { content: 1 },
  ],
])('a job that %s is found out', async (_what, statements, found) => {
  await stage.prepare({ plan });
  await stage.execute(...statements);
  const audit = await stage.audit();
  expect(foundIn(audit)).toEqual(found);
});

/** As it was before it was posted. */
function putBack(credit: Credit): readonly string[] {
  return [
    `DELETE FROM entry WHERE payment_id = ${credit.id} AND leg = ${credit.leg}`,
    `UPDATE account SET balance = balance - ${credit.amount}, version = version - 1 WHERE account_id = ${merchant}`,
    intoBuffer(credit),
  ];
}

function intoBuffer({ id, leg, amount }: Credit): string {
  return `INSERT INTO buffered_entry VALUES (${merchant}, ${id}, ${leg}, ${amount}, 0)`;
}

function taken({ id, leg }: Credit): string {
  return `DELETE FROM buffered_entry WHERE account_id = ${merchant} AND payment_id = ${id} AND leg = ${leg}`;
}

function posted({ id, leg, amount }: Credit): readonly string[] {
  return [
    `UPDATE account SET balance = balance + ${amount}, version = version + 1 WHERE account_id = ${merchant}`,
    `INSERT INTO entry SELECT ${id}, ${leg}, account_id, ${amount}, balance, version FROM account WHERE account_id = ${merchant}`,
  ];
}
