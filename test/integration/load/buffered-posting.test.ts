/** Credits that payments put into a buffer are posted later, each once, on a real server: also where answers to COMMIT get lost, those of payments and those of the job that posts. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mariadb } from '../../../src/catalog/flavors/mariadb.js';
import { single } from '../../../src/catalog/topologies/single.js';
import { createIsBuffered } from '../../../src/kit/buffered-legs.js';
import type { BufferLooks } from '../../../src/model/buffer.js';
import { sendings } from '../../../src/model/scenario.js';
import type { Cluster } from '../../../src/model/topology.js';
import { Poster } from '../../../src/run/poster.js';
import { CommitCutter } from '../../fixtures/commit-cutter.js';
import { driveLoad, loadPlanOf } from '../../fixtures/driven-load.js';
import { settle } from '../../fixtures/load-accounts.js';
import { nodeOf, sql, TargetSite } from '../../fixtures/target-site.js';

const keys = `ledger:
  accounts: 500
  merchants: { hot: { accounts: 2, share: 90% } }
  buffered_posting: { accounts: [hot-merchants, fees], every: 50ms, batch: 10 }`;
const mix = '{ qr-payment: 85, transfer: 10, settlement-batch: 5 }';

let site: TargetSite;
let cluster: Cluster;
beforeAll(async () => {
  site = await TargetSite.open();
  cluster = await site.start(single);
});
afterAll(() => site[Symbol.asyncDispose]());

it.each(sendings)(
  '%s: after the load every acknowledged payment has all of its entries, and nothing waits',
  async (sending) => {
    await using cutter = await CommitCutter.open(nodeOf(cluster, 'db'), 10);
    const plan = loadPlanOf({
      phases: '[{ name: cut, for: 1.5s, rate: 100/s }]',
      mix,
      keys,
      client: `retry: idempotent 5, transaction_timeout: 500ms, sending: ${sending}`,
    });
    const load = await driveLoad({ site, cluster, plan, port: cutter.port });
    expect(cutter.carriedOut).toBeGreaterThan(3);
    const { flaws, paid } = await settle(cluster, load);
    expect(flaws).toEqual([]);
    expect(paid.length).toBeGreaterThan(140);
    expect(await count('buffered_entry')).toBe(0);
    expect(await brokenChains()).toEqual([]);
    const isBuffered = createIsBuffered(plan);
    const credited = await sql(
      cluster,
      'db',
      'SELECT account_id AS account, amount FROM paystorm.entry WHERE amount > 0',
    );
    const buffered = credited.filter(({ account, amount }) =>
      isBuffered?.({ account: Number(account), amount: Number(amount) }),
    );
    const posted = load.events.reduce(
      (sum, event) => sum + (event.kind === 'buffer-posted' ? event.looks.posted : 0),
      0,
    );
    expect(buffered.length).toBeGreaterThan(200);
    expect(posted).toBeLessThanOrEqual(buffered.length);
    expect(posted).toBeGreaterThan(buffered.length / 2);
  },
);

it('a batch whose COMMIT may have been carried out or not is posted once', async () => {
  const plan = loadPlanOf({ phases: '[{ name: none, for: 1s, rate: 1/s }]', mix: '{ balance: 100 }', keys });
  await driveLoad({ site, cluster, plan });
  const merchant = plan.ledger.merchants.first;
  const credits = Array.from(
    { length: 200 },
    (_each, at) => `(${merchant + (at % 2)}, ${1_000 + at}, 1, ${at + 1}, 0)`,
  );
  await sql(cluster, 'db', `INSERT INTO paystorm.buffered_entry VALUES ${credits.join(', ')}`);
  await using cutter = await CommitCutter.open(nodeOf(cluster, 'db'), 3);
  const told: BufferLooks[] = [];
  const throughCutter = { ...nodeOf(cluster, 'db'), socketPath: undefined, port: cutter.port };
  const { socketPath: _none, ...reached } = throughCutter;
  await using poster = new Poster(
    {
      scenario: plan.scenario,
      cluster: { nodes: [reached], route: () => ({ writable: ['db'] }) },
      flavor: mariadb,
      clock: site.clock,
      report: (looks) => told.push(looks),
    },
    { everyMs: 10, batchMax: 5 },
  );
  expect(await poster.drain(0)).toBeNull();
  expect(cutter.carriedOut).toBeGreaterThan(3);
  expect(cutter.neverHeard).toBeGreaterThan(3);
  expect(told.reduce((sum, { failures }) => sum + failures, 0)).toBe(cutter.carriedOut + cutter.neverHeard);
  expect(await count('buffered_entry')).toBe(0);
  expect(await count('entry')).toBe(200);
  expect(await brokenChains()).toEqual([]);
  const balances = await sql(
    cluster,
    'db',
    `SELECT balance, version FROM paystorm.account WHERE account_id IN (${merchant}, ${merchant + 1}) ORDER BY account_id`,
  );
  expect(balances.map(({ balance, version }) => [Number(balance), Number(version)])).toEqual([
    [10_000, 100],
    [10_100, 100],
  ]);
});

async function count(table: string): Promise<number> {
  const [row] = await sql(cluster, 'db', `SELECT COUNT(*) AS count FROM paystorm.${table}`);
  return Number(row?.['count']);
}

/** Accounts whose versions have a gap, or whose balance is not what their entries make of nothing. */
async function brokenChains(): Promise<readonly number[]> {
  const rows = await sql(
    cluster,
    'db',
    `SELECT account_id AS account FROM paystorm.account LEFT JOIN (
       SELECT account_id AS id, COUNT(*) AS made, MAX(account_version) AS last, SUM(amount) AS moved FROM paystorm.entry GROUP BY account_id
     ) AS entries ON id = account_id
     WHERE version <> COALESCE(made, 0) OR version <> COALESCE(last, 0) OR (kind = 'merchant' AND balance <> COALESCE(moved, 0))`,
  );
  return rows.map(({ account }) => Number(account));
}
