/** Which accounts most payments wanted, what they waited there, and how often they collided. */
import { afterAll, expect, it } from 'vitest';
import { hottestSentence } from '../../../src/kit/hottest-sentence.js';
import type { HotAccounts } from '../../../src/model/hot-account.js';
import type { Plan } from '../../../src/model/plan.js';
import { createContents } from '../../../src/plan/contents.js';
import { findHotAccounts } from '../../../src/verdict/hot-accounts.js';
import { planOf } from '../../fixtures/plan.js';
import { Scratch } from '../../fixtures/scratch.js';
import { headerOf, judgingCatalog, writeSyntheticRun, type Ending } from '../../fixtures/synthetic-run.js';

const catalog = judgingCatalog();
const scratch = new Scratch();
afterAll(() => scratch[Symbol.dispose]());

const sale = saleOf('');
const hottest = sale.ledger.merchants.first;
let runs = 0;

it('hot merchants stand first, with the share of the payments that the scenario gives them', () => {
  const hot = found(sale);
  const merchants = [0, 1].map((place) => hottest + place);
  expect(
    hot?.accounts
      .slice(0, 2)
      .map(({ account }) => account)
      .toSorted(),
  ).toEqual(merchants);
  const shares = hot?.accounts.slice(0, 2).map(({ share }) => share) ?? [];
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.8, 1);
  expect(hot?.accounts.map(({ payments }) => payments)).toEqual(
    hot?.accounts.map(({ payments }) => payments).toSorted((left, right) => right - left),
  );
  expect(hot?.accounts).toHaveLength(10);
  expect(hot?.arrivals).toBe(sale.arrivalsExpected);
});

it('a merchant that is split is as many accounts, each of which names it', () => {
  const parts = found(saleOf(', split: 4'))?.accounts.slice(0, 8) ?? [];
  expect(new Set(parts.map(({ kind }) => kind))).toEqual(new Set(['merchant-part']));
  expect(new Set(parts.map(({ parent }) => parent))).toEqual(new Set([hottest, hottest + 1]));
});

it('a merchant whose credits are buffered is wanted by nobody but those who debit it', () => {
  const plan = saleOf('', ', buffered_posting: {}');
  expect(found(plan)?.accounts.map(({ kind }) => kind)).toEqual(Array.from({ length: 10 }, () => 'fee'));
});

it('conflicts and waits are told of the accounts where they were, and of no others', () => {
  const contents = createContents(sale, catalog.operations);
  const isHot = (index: number): boolean => {
    const { content } = contents.contentOf(index);
    return content.kind === 'posting' && content.legs.some(({ account }) => account === hottest);
  };
  const deadlock: Ending = { outcome: 'aborted', errno: 1213 };
  const hot = found(sale, (atMs, index) =>
    isHot(index)
      ? [deadlock, { outcome: 'acknowledged', startMs: atMs + 10, endMs: atMs + 90 }]
      : [{ outcome: 'acknowledged', startMs: atMs, endMs: atMs + 2 }],
  );
  const of = (account: number) => hot?.accounts.find((each) => each.account === account);
  expect(of(hottest)).toMatchObject({ conflicts: of(hottest)?.payments, serviceTimeMs: { p50: 80, p99: 80 } });
  expect(of(hottest + 1)).toMatchObject({ conflicts: 0, serviceTimeMs: { p50: 2 } });
  expect(hot?.othersServiceTimeMs?.p50).toBe(2);
  expect(hottestSentence(hot)).toMatch(
    new RegExp(`^Most contended account: merchant ${hottest}, .* conflicts, p99 80.* there against 2`, 'u'),
  );
});

it('where nothing collides and nobody waits there is nothing to say', () => {
  const hot = found(sale, (atMs) => [{ outcome: 'acknowledged', startMs: atMs, endMs: atMs + 2 }]);
  expect(hottestSentence(hot)).toBe('');
  expect(hottestSentence(null)).toBe('');
});

it('a run that only reads has no hot accounts', () => {
  expect(found(planOf({ mix: '{ balance: 100 }' }))).toBeNull();
});

function saleOf(more: string, beside = ''): Plan {
  const keys = `ledger: { accounts: 5k, merchants: { hot: { accounts: 2, share: 80% }${more} }${beside} }`;
  return planOf({ mix: '{ qr-payment: 100 }', keys });
}

function found(plan: Plan, script?: (atMs: number, index: number) => readonly Ending[]): HotAccounts | null {
  runs += 1;
  const directory = scratch.path(`run-${runs}`);
  writeSyntheticRun({ directory, plan, script: script ?? ((atMs) => [{ outcome: 'acknowledged', endMs: atMs + 3 }]) });
  return findHotAccounts(directory, headerOf(plan), catalog);
}
