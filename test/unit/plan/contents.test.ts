/** What arrivals ask for: balanced postings on existing accounts, in the proportions of the mix. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ArrivalContent, Posting } from '../../../src/model/operation.js';
import type { Plan } from '../../../src/model/plan.js';
import { createArrivalStream } from '../../../src/plan/arrivals.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { createContents, operationNames } from '../../../src/plan/contents.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { planOf, soundPlan } from '../../fixtures/plan.js';

const registry = testCatalog().operations;
const sample = 20_000;

function contentsOf(plan: Plan, count = sample): readonly ArrivalContent[] {
  const contents = createContents(plan, registry);
  return Array.from({ length: count }, (_unused, index) => contents.contentOf(index));
}

function postingsOf(plan: Plan, kind: string): readonly Posting[] {
  const operation = operationNames(plan).indexOf(kind);
  return contentsOf(plan)
    .filter((each) => each.operation === operation)
    .map((each) => each.content)
    .filter((content) => content.kind === 'posting');
}

/** With one operation only, every account that is drawn is a customer's. */
function customersOf(keys: string): readonly number[] {
  const plan = planOf({ keys, phases: '[{ name: only, for: 10s, rate: 100/s }]\n  mix: { balance: 1 }' });
  return contentsOf(plan).map(({ content }) => (content.kind === 'read' ? (content.accounts[0] as number) : 0));
}

test('operations are numbered by their sorted names and chosen by weight', () => {
  const plan = planOf({ phases: '[{ name: only, for: 1s, rate: 10/s }]\n  mix: { transfer: 3, balance: 1 }' });
  expect(operationNames(plan)).toEqual(['balance', 'transfer']);
  expect(createContents(plan, registry).operations.map((kind) => kind.kind)).toEqual(['balance', 'transfer']);
  const transfers = contentsOf(plan).filter((each) => each.operation === 1).length;
  expect(Math.abs(transfers / sample - 0.75)).toBeLessThan(0.01);
});

/** Contents of all but arrivals 200 to 399. */
const others = (each: Plan): readonly ArrivalContent[] => {
  return contentsOf(each, 600).filter((_content, index) => index < 200 || index >= 400);
};

describe('a phase with a mix of its own', () => {
  const phases =
    '[{ name: calm, for: 2s, rate: 100/s }, { name: sale, for: 2s, rate: 100/s, mix: { qr-payment: 1 } }, { name: silence, for: 1s, shape: pause, mix: { top-up: 1 } }, { name: after, for: 2s, rate: 100/s }]\n  mix: { transfer: 3, balance: 1 }';
  const plan = planOf({ phases });
  const names = operationNames(plan);
  const asked = contentsOf(plan, 600).map(({ operation }) => names[operation]);

  test('is asked for it by its own arrivals and by no others', () => {
    expect(names).toEqual(['balance', 'qr-payment', 'top-up', 'transfer']);
    expect(new Set(asked.slice(200, 400))).toEqual(new Set(['qr-payment']));
    expect(new Set([...asked.slice(0, 200), ...asked.slice(400)])).toEqual(new Set(['balance', 'transfer']));
  });

  test('begins with the arrival that is the first of the phase, also where chance puts them', () => {
    const stream = createArrivalStream(randomly(plan), 0, 1);
    const { contentOf } = createContents(randomly(plan), registry);
    while (stream.next()) {
      const isOfSale = stream.intendedStartMs >= 2_000 && stream.intendedStartMs < 4_000;
      expect(names[contentOf(stream.index).operation] === 'qr-payment').toBe(isOfSale);
    }
    expect(randomly(plan).mixes?.map(({ firstIndex }) => firstIndex)).not.toEqual(
      plan.mixes?.map(({ firstIndex }) => firstIndex),
    );
  });

  test('leaves the others what they would ask for without it', () => {
    const same = planOf({ phases: phases.replace('{ qr-payment: 1 }', '{ qr-payment: 5, transfer: 1 }') });
    expect(others(same)).toEqual(others(plan));
  });

  test('is what a plan without one says nothing of', () => {
    expect(planOf()).not.toHaveProperty('mixes');
  });
});

/** The same scenario with random arrivals, planned anew. */
function randomly({ scenario }: Plan): Plan {
  return buildPlan({ ...scenario, traffic: { ...scenario.traffic, arrivals: 'poisson' } }, testCatalog());
}

test('customers come from every zone alike', () => {
  const plan = soundPlan();
  const counts = [0, 0, 0];
  for (const { zone } of contentsOf(plan)) counts[zone] = (counts[zone] ?? 0) + 1;
  expect(plan.zones).toEqual(['a', 'b', 'c']);
  for (const count of counts) expect(Math.abs(count / sample - 1 / 3)).toBeLessThan(0.01);
});

describe('postings', () => {
  const plan = planOf({ keys: 'ledger: { accounts: 100, hot: { accounts: 3, share: 50% }, skew: zipf 1.2 }' });
  const { customers, merchants, fees, banks } = plan.ledger;
  const isIn = (account: number | undefined, range: typeof customers): boolean =>
    account !== undefined && account >= range.first && account < range.first + range.count;

  test.each(['transfer', 'qr-payment', 'top-up'])('of a %s sum to zero and move something', (kind) => {
    const postings = postingsOf(plan, kind);
    expect(postings.length).toBeGreaterThan(100);
    for (const { legs, amount } of postings) {
      expect(legs.reduce((sum, leg) => sum + leg.amount, 0)).toBe(0);
      expect(legs.every((leg) => Number.isSafeInteger(leg.amount) && leg.amount !== 0)).toBe(true);
      expect(amount).toBe(-Math.min(...legs.map((leg) => leg.amount)));
      expect(new Set(legs.map((leg) => leg.account)).size).toBe(legs.length);
    }
  });

  test('touch the accounts that their operation is about', () => {
    for (const { legs } of postingsOf(plan, 'transfer'))
      expect(legs.every((leg) => isIn(leg.account, customers))).toBe(true);
    for (const { legs, hasOutboxEvent } of postingsOf(plan, 'qr-payment')) {
      expect([
        isIn(legs[0]?.account, customers),
        isIn(legs[1]?.account, merchants),
        isIn(legs[2]?.account, fees),
      ]).toEqual([true, true, true]);
      expect(hasOutboxEvent).toBe(true);
    }
    for (const { legs } of postingsOf(plan, 'top-up')) {
      expect([isIn(legs[0]?.account, banks), isIn(legs[1]?.account, customers)]).toEqual([true, true]);
    }
  });

  test('never pay from an account to itself, even when one hot account has all the traffic', () => {
    const hot = planOf({ keys: 'ledger: { accounts: 2, hot: { accounts: 1, share: 100% } }' });
    for (const { legs } of postingsOf(hot, 'transfer')) expect(legs.map((leg) => leg.account)).toEqual([1, 2]);
  });
});

describe('customers', () => {
  test('are all alike without a skew', () => {
    const counts = new Map<number, number>();
    for (const account of customersOf('ledger: { accounts: 10 }')) counts.set(account, (counts.get(account) ?? 0) + 1);
    expect([...counts.keys()].sort((left, right) => left - right)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const count of counts.values()) expect(Math.abs(count / sample - 0.1)).toBeLessThan(0.01);
  });

  test('give the hot accounts exactly their share', () => {
    const accounts = customersOf('ledger: { accounts: 1k, hot: { accounts: 5, share: 30% }, skew: zipf 0.9 }');
    expect(Math.abs(accounts.filter((account) => account <= 5).length / sample - 0.3)).toBeLessThan(0.01);
  });

  test('of high popularity do not stand side by side', () => {
    const counts = new Map<number, number>();
    for (const account of customersOf('ledger: { accounts: 10k, skew: zipf 1 }'))
      counts.set(account, (counts.get(account) ?? 0) + 1);
    const top = [...counts]
      .sort(([, left], [, right]) => right - left)
      .slice(0, 5)
      .map(([account]) => account);
    const sorted = [...top].sort((left, right) => left - right);
    for (const [index, account] of sorted.slice(1).entries())
      expect(account - (sorted[index] ?? 0)).toBeGreaterThan(100);
  });

  test('can be ten million', () => {
    const accounts = customersOf('ledger: { accounts: 10M, skew: zipf 0.9 }');
    expect(accounts.every((account) => Number.isInteger(account) && account >= 1 && account <= 10_000_000)).toBe(true);
  });
});

describe("a bank's transfer", () => {
  const phases = '[{ name: only, for: 200s, rate: 100/s }]';
  const plan = planOf({ phases, mix: '{ transfer: 50, top-up: 40, top-up-callback: 10 }' });
  const creditedBy = (kind: string) =>
    postingsOf(plan, kind).map(({ condition }) => (condition?.kind === 'uncredited' ? condition.transfer : null));

  test('has a reference that no other top-up has', () => {
    const references = creditedBy('top-up');
    expect(references).not.toContain(null);
    expect(new Set(references).size).toBe(references.length);
  });

  test('that is told once more is the same money under the same reference', () => {
    const topUps = new Map(postingsOf(plan, 'top-up').map((posting) => [JSON.stringify(posting), posting]));
    const callbacks = postingsOf(plan, 'top-up-callback');
    const repeated = callbacks.filter((posting) => topUps.has(JSON.stringify(posting)));
    expect(callbacks.length).toBeGreaterThan(1_000);
    // The very first ones found no top-up before them.
    expect(callbacks.length - repeated.length).toBeLessThan(5);
  });

  test('has none where nothing repeats it, as in plans of older versions', () => {
    const plain = planOf({ mix: '{ transfer: 50, top-up: 50 }' });
    expect(postingsOf(plain, 'top-up').filter(({ condition }) => condition !== undefined)).toEqual([]);
  });
});

test('the first thousand arrivals of a known plan are what they have always been', () => {
  const plan = soundPlan('seed: 2507\nledger: { accounts: 100k, hot: { accounts: 20, share: 10% }, skew: zipf 0.9 }', [
    'traffic.mix={ balance: 45, qr-payment: 22, transfer: 12, top-up: 8 }',
  ]);
  const contents = createContents(plan, registry);
  const stream = createArrivalStream(plan, 0, 1);
  const hash = createHash('sha256');
  for (let count = 0; count < 1_000 && stream.next(); count += 1) {
    hash.update(JSON.stringify([stream.index, stream.intendedStartMs, contents.contentOf(stream.index)]));
  }
  // A change of this digest means that no earlier run can be repeated or verified again: the plan's version must change with it.
  expect(hash.digest('hex')).toBe('730f4134b23e6fd88c83f3317b4eb14791e5519c99e17263d0ec82f6bd1dc817');
});
