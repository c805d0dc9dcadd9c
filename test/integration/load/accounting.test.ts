/** Exactly-once accounting on a real server: every arrival ends once, and the ledger holds what was acknowledged, each payment once. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import { sendings } from '../../../src/model/scenario.js';
import type { Cluster } from '../../../src/model/topology.js';
import { CommitCutter } from '../../fixtures/commit-cutter.js';
import { driveLoad, loadPlanOf, type DrivenLoad } from '../../fixtures/driven-load.js';
import { settle } from '../../fixtures/load-accounts.js';
import { nodeOf, sql, TargetSite } from '../../fixtures/target-site.js';

const duplicateKeyErrno = 1062;
const deadlockErrno = 1213;
const payments = '{ transfer: 40, qr-payment: 40, top-up: 20 }';

let site: TargetSite;
let cluster: Cluster;
beforeAll(async () => {
  site = await TargetSite.open();
  cluster = await site.start(single);
});
afterAll(() => site[Symbol.asyncDispose]());

it('on a quiet day every arrival is answered once, and the ledger holds exactly the acknowledged payments', async () => {
  const plan = loadPlanOf({
    phases: '[{ name: quiet, for: 3s, rate: 200/s }]',
    mix: '{ balance: 20, transfer: 40, qr-payment: 40 }',
  });
  const load = await driveLoad({ site, cluster, plan });
  const { ended, paid, flaws } = await settle(cluster, load);
  expect(flaws).toEqual([]);
  expect(load.reason).toBe('completed');
  expect(load.schedule).toHaveLength(600);
  expect(ended.acknowledged).toHaveLength(600);
  expect(attemptsOf(load)).toHaveLength(600);
  const kinds = Object.keys(plan.scenario.traffic.mix).sort();
  const isPosting = (arrival: number) => kinds[load.attempts.get(arrival)?.[0]?.operation ?? 0] !== 'balance';
  expect(paid).toEqual(ended.acknowledged.filter(isPosting));
  expect(paid.length).toBeLessThan(600);
  expect(countedSeconds(load)).toMatchObject({ offered: 600, issued: 600, acknowledged: 600, dropped: 0, inDoubt: 0 });
});

it('a payment that nobody can cover is declined, without effect', async () => {
  const plan = loadPlanOf({
    phases: '[{ name: poor, for: 1s, rate: 100/s }]',
    keys: 'ledger: { accounts: 50, opening_balance: 20 }',
    mix: '{ transfer: 100 }',
  });
  const { ended, paid, flaws } = await settle(cluster, await driveLoad({ site, cluster, plan }));
  expect(flaws).toEqual([]);
  expect(ended.declined.length).toBeGreaterThan(0);
  expect(ended.declined.length + ended.acknowledged.length).toBe(100);
  expect(paid).toEqual(ended.acknowledged);
});

it.each(sendings)(
  '%s: when answers to COMMIT get lost, the retry under the same id pays once, whether or not the first one had',
  async (sending) => {
    await using cutter = await CommitCutter.open(nodeOf(cluster, 'db'), 10);
    const plan = loadPlanOf({
      phases: '[{ name: cut, for: 3s, rate: 100/s }]',
      mix: payments,
      client: `sending: ${sending}, deadline: 2s`,
    });
    const load = await driveLoad({ site, cluster, plan, port: cutter.port });
    const { ended, paid, flaws } = await settle(cluster, load);
    expect(flaws).toEqual([]);
    expect(ended.acknowledged).toHaveLength(300);
    expect(paid).toEqual(ended.acknowledged);
    const doubts = attemptsOf(load).filter(({ outcome }) => outcome === 'in-doubt');
    expect(doubts.every(({ step, isRetried }) => step === 'commit' && isRetried)).toBe(true);
    expect(doubts).toHaveLength(cutter.carriedOut + cutter.neverHeard);
    expect(cutter.neverHeard).toBeGreaterThan(10);
    const foundPaid = attemptsOf(load).filter(({ errno }) => errno === duplicateKeyErrno);
    expect(foundPaid).toHaveLength(cutter.carriedOut);
    expect(foundPaid.every(({ outcome, attempt }) => outcome === 'acknowledged' && attempt > 1)).toBe(true);
  },
);

it.each(sendings)(
  '%s: without retries, lost answers leave doubts, of which the ledger holds those that the server heard',
  async (sending) => {
    await using cutter = await CommitCutter.open(nodeOf(cluster, 'db'), 10);
    const plan = loadPlanOf({
      phases: '[{ name: cut, for: 2s, rate: 100/s }]',
      mix: payments,
      client: `sending: ${sending}, retry: none`,
    });
    const load = await driveLoad({ site, cluster, plan, port: cutter.port });
    const { ended, paid, flaws } = await settle(cluster, load);
    expect(flaws).toEqual([]);
    expect(ended['in-doubt']).toHaveLength(cutter.carriedOut + cutter.neverHeard);
    expect(ended['in-doubt'].filter((arrival) => paid.includes(arrival))).toHaveLength(cutter.carriedOut);
    expect(attemptsOf(load)).toHaveLength(200);
  },
);

it.each(sendings)('%s: a payment that loses a deadlock is tried again until it is acknowledged', async (sending) => {
  const plan = loadPlanOf({
    phases: '[{ name: locked, for: 3s, rate: 100/s }]',
    keys: 'ledger: { accounts: 2 }',
    mix: '{ transfer: 100 }',
    client: `sending: ${sending}, retry: idempotent 50, deadline: 3s`,
  });
  const load = await driveLoad({
    site,
    cluster,
    plan,
    meanwhile: async (at) => {
      for (const planMs of [500, 1_000, 1_500, 2_000]) {
        await at(planMs);
        await crossLocks();
      }
    },
  });
  const { ended, paid, flaws } = await settle(cluster, load);
  expect(flaws).toEqual([]);
  expect(ended.acknowledged).toHaveLength(300);
  expect(paid).toEqual(ended.acknowledged);
  const losers = attemptsOf(load).filter(({ errno }) => errno === deadlockErrno);
  expect(losers.length).toBeGreaterThanOrEqual(4);
  expect(
    losers.every(({ outcome, step, isRetried }) => outcome === 'aborted' && step === 'statement' && isRetried),
  ).toBe(true);
});

/** Locks the two wallets against the order of the load, in a transaction too heavy to be the victim. */
async function crossLocks(): Promise<void> {
  const heavy = 'INSERT INTO paystorm.probe SELECT 99, seq, 0, 0 FROM seq_1_to_500';
  await sql(cluster, 'db', 'USE paystorm', 'BEGIN', heavy, lock(2), 'DO SLEEP(0.1)', lock(1), 'ROLLBACK');
}

function lock(account: number): string {
  return `SELECT balance FROM paystorm.account WHERE account_id = ${account} FOR UPDATE`;
}

function attemptsOf(load: DrivenLoad) {
  return [...load.attempts.values()].flat();
}

/** The seconds of all threads, added up. */
function countedSeconds({ events }: DrivenLoad): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const event of events) {
    if (event.kind !== 'interval') continue;
    for (const [name, value] of Object.entries(event.interval) as [string, unknown][]) {
      if (typeof value === 'number') sums[name] = (sums[name] ?? 0) + value;
    }
  }
  return sums;
}
