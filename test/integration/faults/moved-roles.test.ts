/** The primary's role moved on purpose, under load on real servers: in order nothing is lost, by force nobody writes on the old primary unless that is wanted. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failover } from '../../../src/catalog/faults/failover.js';
import { switchover } from '../../../src/catalog/faults/switchover.js';
import { primaryReplica } from '../../../src/catalog/topologies/primary-replica.js';
import { createCatalog } from '../../../src/catalog/index.js';
import type { FaultContext, FaultKind } from '../../../src/model/fault.js';
import type { Cluster, ClusterNotice } from '../../../src/model/topology.js';
import { connect, type Connection } from '../../../src/mysql/connect.js';
import { repairLeases } from '../../../src/run/faults/repair-leases.js';
import { breakAndDie } from '../../fixtures/doomed-runner.js';
import { aimAt } from '../../fixtures/fault-place.js';
import { surroundings } from '../../fixtures/injection.js';
import { longestGapMs, SalesClerk } from '../../fixtures/sales-clerk.js';
import { fill, nodeOf, salesOn, sql, TargetSite } from '../../fixtures/target-site.js';

const healthyTimeoutMs = 30_000;
const modes = ['asynchronous', 'semi-synchronous'] as const;
let site: TargetSite;
beforeEach(async () => {
  site = await TargetSite.open();
});
afterEach(() => site[Symbol.asyncDispose]());

it.each(modes)('a switchover under load loses nothing and leaves one server that takes writes, %s', async (mode) => {
  const cluster = await start(mode);
  const notices: ClusterNotice[] = [];
  cluster.onNotice((notice) => notices.push(notice));
  await using clerk = new SalesClerk(cluster, 'db-a', 1_000, site.clock);
  cluster.onRouteChange(({ writable: [first = ''] }) => clerk.moveTo(first));
  await clerk.sold(50);
  const fault = await inject(switchover, { to: 'db-b' }, cluster);
  expect(fault.targets).toEqual({ nodes: ['db-a', 'db-b'], former: { 'db-a': 'primary' } });
  expect(await switchover.isEffective(fault)).toBe(true);
  await clerk.sold(clerk.acknowledged.length + 50);
  await clerk.stop();
  console.info(`Longest gap between two sales over the switchover: ${Math.round(longestGapMs(clerk.times))} ms`);
  expect(await writableOf(cluster)).toEqual(['db-b']);
  expect(cluster.route()).toEqual({ writable: ['db-b'] });
  await switchover.heal(fault);
  expect(await switchover.isEffective(fault)).toBe(false);
  expect(cluster.replication?.primary()).toBe('db-b');
  await expectAllSold(cluster, clerk);
  expect(notices).toEqual([]);
  expect(await receiptsOf(cluster, 'db-b')).toBe(mode === 'semi-synchronous' ? 'ON, 2 clients' : 'OFF, 0 clients');
});

it('a switchover is taken back by its heal where that is wanted, and nothing is lost either way', async () => {
  const cluster = await start('semi-synchronous');
  await using clerk = new SalesClerk(cluster, 'db-a', 1_000, site.clock);
  cluster.onRouteChange(({ writable: [first = ''] }) => clerk.moveTo(first));
  await clerk.sold(20);
  const fault = await inject(switchover, { return: true }, cluster);
  expect(cluster.replication?.primary()).not.toBe('db-a');
  await clerk.sold(clerk.acknowledged.length + 20);
  await switchover.heal(fault);
  await clerk.sold(clerk.acknowledged.length + 20);
  await clerk.stop();
  expect(await writableOf(cluster)).toEqual(['db-a']);
  await expectAllSold(cluster, clerk);
});

it('a switchover that cannot get everything over in time leaves the old primary in its role', async () => {
  const cluster = await start('asynchronous');
  await cluster.replication?.setDelay('db-b', 60_000);
  // With its new delay it takes a moment to connect.
  await expect.poll(() => cluster.roles?.isFollowing('db-b'), { timeout: 5_000 }).toBe(true);
  await fill(cluster, 'db-a', [2]);
  await expect(inject(switchover, { to: 'db-b', timeout: '1s' }, cluster)).rejects.toThrow(
    'db-a goes on as the primary, because db-b did not apply what it needs within',
  );
  await fill(cluster, 'db-a', [3]);
  expect(await writableOf(cluster)).toEqual(['db-a']);
  // A replica that was told to follow takes a moment to connect.
  await expect.poll(() => cluster.roles?.areSettled(), { timeout: 5_000 }).toBe(true);
});

it('a switchover does not wait for clients that wait for each other', async () => {
  const cluster = await start('semi-synchronous');
  const [holder, waiter] = await Promise.all([open(cluster), open(cluster)]);
  await holder.query('START TRANSACTION');
  await holder.query('INSERT INTO shop.sale (id) VALUES (50)');
  const waiting = waiter.query('INSERT INTO shop.sale (id) VALUES (50)', { timeoutMs: 30_000 });
  const refused = expect(waiting).rejects.toMatchObject({ errno: 1317 });
  const begunMs = site.clock.nowMs();
  const moving = inject(switchover, { to: 'db-b' }, cluster);
  await site.clock.sleep(100);
  // It can begin no further statement before the server is read-only, which that cannot become before the other one's statement ends.
  await holder.query('INSERT INTO shop.sale (id) VALUES (51)', { timeoutMs: 30_000 }).catch(() => undefined);
  await moving;
  await refused;
  console.info(`Handed over in ${Math.round(site.clock.nowMs() - begunMs)} ms`);
  expect(site.clock.nowMs() - begunMs).toBeLessThan(3_000);
  expect(await writableOf(cluster)).toEqual(['db-b']);
  for (const client of [holder, waiter]) client.destroy();
});

it('a switchover to the primary itself is refused, and so is one to a server that does not follow', async () => {
  const cluster = await start('asynchronous');
  const targets = await switchover.resolve(switchover.settings.parse({ to: 'db-a' }), cluster, {
    lastsMs: 60_000,
    signal: new AbortController().signal,
  });
  expect(switchover.refusal?.(targets, cluster)).toContain('db-a is the primary already');
  await cluster.process?.kill('db-c');
  await expect(inject(switchover, { to: 'db-c' }, cluster)).rejects.toThrow('db-c does not follow db-a');
  expect(await writableOf(cluster)).toEqual(['db-a']);
});

it('a failover fences the living primary at once, and its heal lets it follow', async () => {
  const cluster = await start('semi-synchronous');
  await using clerk = new SalesClerk(cluster, 'db-a', 1_000, site.clock);
  await clerk.sold(20);
  const fault = await inject(failover, {}, cluster);
  const [, to = ''] = fault.targets.nodes;
  expect(await writableOf(cluster)).toEqual([to]);
  expect(cluster.route()).toEqual({ writable: [to] });
  await expect(sql(cluster, 'db-a', 'INSERT INTO shop.sale (id) VALUES (7)')).rejects.toMatchObject({ errno: 1290 });
  clerk.moveTo(to);
  await clerk.sold(clerk.acknowledged.length + 20);
  await clerk.stop();
  await failover.heal(fault);
  expect(await failover.isEffective(fault)).toBe(false);
  await expectAllSold(cluster, clerk);
});

it('a failover without a fence lets two servers take payments, and the heal sets the old one aside with what only it holds', async () => {
  const cluster = await start('asynchronous');
  const notices: ClusterNotice[] = [];
  cluster.onNotice((notice) => notices.push(notice));
  const fault = await inject(failover, { to: 'db-b', fence: false }, cluster);
  expect(await failover.isEffective(fault)).toBe(true);
  expect(cluster.route()).toEqual({ writable: ['db-b', 'db-a'] });
  await fill(cluster, 'db-a', [10]);
  await fill(cluster, 'db-b', [20]);
  await failover.heal(fault);
  expect(await failover.isEffective(fault)).toBe(false);
  expect(cluster.route()).toEqual({ writable: ['db-b'] });
  expect(await writableOf(cluster)).toEqual(['db-b']);
  expect(notices).toMatchObject([{ what: 'node-diverged', node: 'db-a' }]);
  const readable = await cluster.readableNodes({ timeoutMs: healthyTimeoutMs });
  expect(readable).toMatchObject({ authority: 'db-b', excluded: [{ node: 'db-a', isReadable: true }] });
  expect(await salesOn(cluster, 'db-a')).toEqual([1, 10]);
  expect(await salesOn(cluster, 'db-b')).toEqual([1, 20]);
});

it('a runner that dies in the midst of a switchover leaves a cluster that the heal makes whole', async () => {
  const order = { kind: 'switchover', aim: { topology: 'primary-replica', settings: { timeout: '10m' } } };
  const { directory } = await breakAndDie({
    ...order,
    journalDirectory: site.directory,
    isMidway: true,
    isWatched: false,
  });
  await using cluster = await primaryReplica.attach?.(directory, site.options);
  if (cluster === undefined) throw new Error('The servers cannot be found again.');
  expect(await writableOf(cluster)).toEqual([]);
  expect(await cluster.roles?.areSettled()).toBe(false);
  await repairLeases({ catalog: createCatalog(), clock: site.clock, onProgress: () => undefined });
  expect(await cluster.roles?.areSettled()).toBe(true);
  expect(await writableOf(cluster)).toEqual(['db-a']);
});

async function start(mode: (typeof modes)[number]): Promise<Cluster> {
  const cluster = await site.start(primaryReplica, { mode });
  await fill(cluster, 'db-a', [1]);
  await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  return cluster;
}

async function inject<Settings>(
  kind: FaultKind<Settings>,
  settings: unknown,
  cluster: Cluster,
): Promise<FaultContext<Settings>> {
  const context = await aimAt(kind, settings, cluster);
  await kind.inject({ ...context, ...surroundings() });
  return context;
}

function open(cluster: Cluster): Promise<Connection> {
  return connect(nodeOf(cluster, 'db-a'), { connectTimeoutMs: 2_000 });
}

/** By the word of the servers that run. */
async function writableOf(cluster: Cluster): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name } of cluster.nodes) {
    if ((await cluster.process?.state(name)) !== 'running') continue;
    const [row] = await sql(cluster, name, 'SELECT @@read_only AS read_only');
    if (Number(row?.['read_only']) === 0) found.push(name);
  }
  return found;
}

/** Whether commits wait for receipts, and how many replicas give some. */
async function receiptsOf(cluster: Cluster, node: string): Promise<string> {
  const rows = await sql(cluster, node, "SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_master_%'");
  const values = new Map(rows.map((row) => [row['Variable_name'], String(row['Value'])]));
  return `${values.get('Rpl_semi_sync_master_status')}, ${values.get('Rpl_semi_sync_master_clients')} clients`;
}

async function expectAllSold(cluster: Cluster, clerk: SalesClerk): Promise<void> {
  await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  for (const { name } of cluster.nodes) {
    const held = new Set(await salesOn(cluster, name));
    expect(clerk.acknowledged.filter((sale) => !held.has(sale))).toEqual([]);
  }
}
