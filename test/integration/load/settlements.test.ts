/** What is held is captured or voided, once, on a real server: also where answers to COMMIT get lost, and where nobody tries a payment again. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import { arrivalBehind, isSettlement } from '../../../src/kit/settlement-index.js';
import type { Cluster } from '../../../src/model/topology.js';
import { CommitCutter } from '../../fixtures/commit-cutter.js';
import { driveLoad, loadPlanOf, type DrivenLoad } from '../../fixtures/driven-load.js';
import { nodeOf, sql, TargetSite } from '../../fixtures/target-site.js';

const mix = '{ bill-payment: 50, withdrawal: 30, voucher: 20 }';

let site: TargetSite;
let cluster: Cluster;
beforeAll(async () => {
  site = await TargetSite.open();
  cluster = await site.start(single);
});
afterAll(() => site[Symbol.asyncDispose]());

it.each([
  ['per-statement', 'none'],
  ['batched', 'idempotent 5'],
  ['pipelined', 'none'],
] as const)(
  '%s, retry %s: every authorisation that took effect is settled once, and no money stays held',
  async (sending, retry) => {
    await using cutter = await CommitCutter.open(nodeOf(cluster, 'db'), 8);
    const plan = loadPlanOf({
      phases: '[{ name: cut, for: 2s, rate: 80/s }]',
      mix,
      client: `sending: ${sending}, retry: ${retry}`,
      drain: '8s',
    });
    const load = await driveLoad({ site, cluster, plan, port: cutter.port });
    expect(cutter.carriedOut).toBeGreaterThan(3);
    expect(cutter.neverHeard).toBeGreaterThan(3);
    const [held] = await rows(`SELECT COUNT(*) AS count FROM paystorm.payment WHERE state = 'authorised'`);
    const [settled] = await rows(
      `SELECT COUNT(*) AS count, COUNT(DISTINCT original_id) AS originals FROM paystorm.payment WHERE state IN ('captured', 'voided')`,
    );
    expect(held?.['count']).toBeGreaterThan(50);
    expect(settled).toEqual({ count: held?.['count'], originals: held?.['count'] });
    const [left] = await rows(`SELECT SUM(balance) AS sum FROM paystorm.account WHERE kind = 'holding'`);
    expect(left).toEqual({ sum: 0 });
    expect(settlementsIn(load).filter((arrival) => !load.attempts.has(arrival))).toEqual([]);
    const twice = await rows(
      'SELECT campaign_id FROM paystorm.voucher GROUP BY campaign_id, account_id HAVING COUNT(*) > 1',
    );
    expect(twice).toEqual([]);
  },
);

it('a stopped load settles what it holds before it ends', async () => {
  const plan = loadPlanOf({ phases: '[{ name: long, for: 30s, rate: 80/s }]', mix, drain: '8s' });
  const stop = new AbortController();
  const meanwhile = async (at: (planMs: number) => Promise<void>): Promise<void> => {
    await at(1_500);
    stop.abort();
  };
  const load = await driveLoad({ site, cluster, plan, meanwhile, signal: stop.signal });
  expect(load.reason).toBe('interrupted');
  const [held] = await rows(`SELECT COUNT(*) AS count FROM paystorm.payment WHERE state = 'authorised'`);
  const [settled] = await rows(`SELECT COUNT(*) AS count FROM paystorm.payment WHERE original_id IS NOT NULL`);
  expect(held?.['count']).toBeGreaterThan(30);
  expect(settled).toEqual(held);
});

async function rows(query: string): Promise<readonly Readonly<Record<string, number>>[]> {
  const found = await sql(cluster, 'db', query);
  return found.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, Number(value)])));
}

/** Arrivals that some settlement in the journal stands for. */
function settlementsIn({ plan, attempts }: DrivenLoad): readonly number[] {
  return [...attempts.keys()].filter((index) => isSettlement(plan, index)).map((index) => arrivalBehind(plan, index));
}
