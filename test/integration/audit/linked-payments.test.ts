/** Payments that are bound by rules to other payments, on a real server: kept rules show nothing, and every way of breaking one is named by its payment. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settlementOf } from '../../../src/kit/settlement-index.js';
import type { AuditCategory } from '../../../src/model/audit.js';
import type { Posting } from '../../../src/model/operation.js';
import { createContents } from '../../../src/plan/contents.js';
import { AuditStage, authorityIn, foundIn, idOf } from '../../fixtures/audit-stage.js';
import { planOf } from '../../fixtures/plan.js';
import { judgingCatalog, type Ending } from '../../fixtures/synthetic-run.js';

const plan = planOf({
  phases: '[{ name: only, for: 4s, rate: 100/s }]',
  mix: '{ qr-payment: 40, refund: 15, bill-payment: 15, withdrawal: 5, voucher: 15, top-up: 7, top-up-callback: 3 }',
  keys: 'client: { retry: none }\nledger: { accounts: 200, mode: detect }',
});
const contents = createContents(plan, judgingCatalog().operations);
const arrivals = Array.from({ length: plan.arrivalsExpected }, (_each, arrival) => arrival);
const declined = declinedArrivals();
const endings: Readonly<Record<number, readonly Ending[]>> = Object.fromEntries(
  [...declined].map((arrival) => [arrival, [{ outcome: 'declined' } as const]]),
);

const refund = firstOf(({ original, state }) => original !== undefined && state === undefined);
const refunded = postingOf(refund).original ?? 0;
const authorisation = firstOf(({ state }) => state === 'authorised');
const settlement = settlementOf(plan, authorisation);
const voucher = firstOf(({ condition }) => condition?.kind === 'unclaimed');
const credit = firstOf(({ condition }) => condition?.kind === 'uncredited');
const purchase = firstOf(({ legs }) => legs.length === 3);
const foreign = idOf(0) - 1_000;

let stage: AuditStage;
beforeAll(async () => {
  stage = await AuditStage.open(1);
});
afterAll(() => stage[Symbol.asyncDispose]());

test('rules that were kept show nothing, and what is bound by them is counted', async () => {
  await stage.prepare({ plan, skip: isDeclined });
  const audit = await stage.audit({ endings });
  expect(foundIn(audit)).toEqual({});
  expect(audit.links?.toSorted()).toEqual(['bank-transfer', 'refund', 'settlement', 'voucher']);
  const kept = arrivals.filter((arrival) => !declined.has(arrival)).map(postingOf);
  const authorised = kept.filter(({ state }) => state === 'authorised').length;
  expect(authorityIn(audit).linked).toEqual({
    refunds: kept.filter(({ original }) => original !== undefined).length,
    settlements: authorised,
    authorised,
    vouchers: kept.filter(({ condition }) => condition?.kind === 'unclaimed').length,
    bankTransfers: kept.filter(({ condition }) => condition?.kind === 'uncredited').length,
  });
});

interface Violation {
  readonly statements: readonly string[];
  readonly found: Partial<Record<AuditCategory, number>>;
  /** Where it is named by its payment, and by which. */
  readonly named: readonly [AuditCategory, number];
}

test.each<readonly [string, Violation]>([
  [
    'a second refund of what was paid back already',
    {
      statements: [paymentRow(foreign, 'posted', { original: refunded, amount: postingOf(refunded).amount })],
      found: { unexpected: 1, excess: 1 },
      named: ['excess', idOf(refunded)],
    },
  ],
  [
    'a refund of a payment that is not there',
    {
      statements: [`DELETE FROM payment WHERE payment_id = ${idOf(refunded)}`],
      found: { partial: 1, excess: 1 },
      named: ['excess', idOf(refunded)],
    },
  ],
  [
    'a capture of what was only paid, and never authorised',
    {
      statements: [paymentRow(foreign, 'captured', { original: purchase, amount: 100 })],
      found: { unexpected: 1, unbacked: 1 },
      named: ['unbacked', foreign],
    },
  ],
  [
    'a void of nothing at all',
    {
      statements: [`DELETE FROM payment WHERE payment_id = ${idOf(authorisation)}`],
      found: { partial: 1, unbacked: 1 },
      named: ['unbacked', idOf(settlement)],
    },
  ],
  [
    'money that is captured twice',
    {
      statements: [paymentRow(idOf(settlement) + 500_000, 'captured', { original: authorisation, amount: 100 })],
      found: { unexpected: 1, unbacked: 1 },
      named: ['unbacked', idOf(settlement) + 500_000],
    },
  ],
  [
    'money that is held for ever',
    {
      statements: [`DELETE FROM payment WHERE payment_id = ${idOf(settlement)}`],
      found: { partial: 1, pending: 1 },
      named: ['pending', idOf(authorisation)],
    },
  ],
  [
    'a second voucher of a campaign for one customer',
    {
      statements: [
        `INSERT INTO voucher SELECT campaign_id, account_id, ${foreign} FROM voucher WHERE payment_id = ${idOf(voucher)}`,
        paymentRow(foreign, 'posted', { operation: 'voucher', amount: 100 }),
      ],
      found: { unexpected: 1, overissued: 1 },
      named: ['overissued', idOf(voucher)],
    },
  ],
  [
    'a voucher that its campaign does not know of',
    {
      statements: [`DELETE FROM voucher WHERE payment_id = ${idOf(voucher)}`],
      found: { overissued: 1 },
      named: ['overissued', idOf(voucher)],
    },
  ],
  [
    'a voucher that was never paid',
    {
      statements: [`INSERT INTO voucher VALUES (1, 1, ${foreign})`],
      found: { overissued: 1 },
      named: ['overissued', foreign],
    },
  ],
  [
    "a bank's transfer that is credited twice",
    {
      statements: [
        `INSERT INTO bank_transfer SELECT transfer_id, ${foreign} FROM bank_transfer WHERE payment_id = ${idOf(credit)}`,
        paymentRow(foreign, 'posted', { operation: 'top-up-callback', amount: 100 }),
      ],
      found: { unexpected: 1, recredited: 1 },
      named: ['recredited', idOf(credit)],
    },
  ],
  [
    "a credit without a bank's transfer",
    {
      statements: [`DELETE FROM bank_transfer WHERE payment_id = ${idOf(credit)}`],
      found: { recredited: 1 },
      named: ['recredited', idOf(credit)],
    },
  ],
  [
    "a bank's transfer that was never credited",
    {
      statements: [`INSERT INTO bank_transfer VALUES (999999, ${foreign})`],
      found: { recredited: 1 },
      named: ['recredited', foreign],
    },
  ],
  [
    'an event of a payment that does not exist',
    {
      statements: [`INSERT INTO outbox VALUES (${foreign}, ${foreign}, 'payment-posted')`],
      found: { unexpected: 1 },
      named: ['unexpected', foreign],
    },
  ],
])('%s is found', async (_what, { statements, found, named: [category, payment] }) => {
  await stage.prepare({ plan, skip: isDeclined });
  await stage.execute(...statements);
  const audit = await stage.audit({ endings });
  expect(foundIn(audit)).toEqual(found);
  expect(authorityIn(audit).categories[category].examples.map((example) => example.payment)).toEqual([payment]);
});

test('money that was held when a copy was taken is not held for ever', async () => {
  await stage.prepare({ plan, skip: isDeclined });
  await stage.execute(`DELETE FROM payment WHERE payment_id = ${idOf(settlement)}`);
  const asOf = { appliedMs: null, takenMs: 60_000 };
  expect(foundIn(await stage.audit({ endings, asOf })).pending).toBeUndefined();
});

function isDeclined(index: number): boolean {
  return declined.has(index);
}

function postingOf(arrival: number): Posting {
  const { content } = contents.contentOf(arrival);
  if (content.kind !== 'posting') throw new Error(`Arrival ${arrival} posts nothing.`);
  return content;
}

function firstOf(isMeant: (posting: Posting) => boolean): number {
  const found = arrivals.find((arrival) => !declined.has(arrival) && isMeant(postingOf(arrival)));
  if (found === undefined) throw new Error('The plan has no such payment.');
  return found;
}

/** As a ledger would that carries out one payment after the other, however little its merchants have. */
function declinedArrivals(): ReadonlySet<number> {
  const paidBack = new Map<number, number>();
  const given = new Set<string>();
  const credited = new Set<number>();
  return new Set(
    arrivals.filter((arrival) => {
      const { amount, original, condition } = postingOf(arrival);
      if (condition?.kind === 'unclaimed') {
        const claim = `${condition.campaign} ${condition.customer}`;
        const hasHad = given.has(claim);
        given.add(claim);
        return hasHad;
      }
      if (condition?.kind === 'uncredited') {
        const isCredited = credited.has(condition.transfer);
        credited.add(condition.transfer);
        return isCredited;
      }
      if (condition?.kind !== 'refundable') return false;
      if (original === undefined) return true;
      const total = (paidBack.get(original) ?? 0) + amount;
      if (total <= postingOf(original).amount) paidBack.set(original, total);
      return total > postingOf(original).amount;
    }),
  );
}

function paymentRow(
  id: number,
  state: string,
  { original, amount, operation = 'refund' }: { original?: number; amount: number; operation?: string },
): string {
  const values = [id, `'${operation}'`, amount, `'${state}'`, original === undefined ? 'NULL' : idOf(original), 1, 1];
  return `INSERT INTO payment VALUES (${values.join(', ')})`;
}
