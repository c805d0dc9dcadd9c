/** Replicas held back on real servers: how far behind by their own word and by the age of what they show, what a failover makes of it, and how it ends. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replicationLag } from '../../../src/catalog/faults/replication-lag.js';
import { primaryReplica } from '../../../src/catalog/topologies/primary-replica.js';
import type { FaultContext } from '../../../src/model/fault.js';
import type { Cluster } from '../../../src/model/topology.js';
import { aimAt } from '../../fixtures/fault-place.js';
import { surroundings } from '../../fixtures/injection.js';
import { SalesClerk } from '../../fixtures/sales-clerk.js';
import { fill, salesOn, sql, TargetSite } from '../../fixtures/target-site.js';

const healthyTimeoutMs = 30_000;
const failover = { every: '100ms', timeout: '500ms', misses: 3 };
let site: TargetSite;
beforeEach(async () => {
  site = await TargetSite.open();
});
afterEach(() => site[Symbol.asyncDispose]());

it('replicas are as far behind as asked for, by their own word and by their youngest row, and catch up when healed', async () => {
  const cluster = await start('semi-synchronous');
  await using clerk = new SalesClerk(cluster, 'db-a', 1_000, site.clock);
  const fault = await inject({ nodes: ['db-b'], lag: '3s' }, cluster);
  await expect.poll(() => replicationLag.isEffective(fault), { timeout: 5_000 }).toBe(true);
  // A steady lag is there when the first row of the time of lag has come through.
  await site.clock.sleep(5_000);
  for (let look = 0; look < 5; look += 1) {
    const told = await toldLagS(cluster, 'db-b');
    const ageMs = await ageOfYoungestMs(cluster, 'db-b');
    console.info(`db-b tells ${told} s, and its youngest row is ${ageMs} ms old`);
    expect(Math.abs(told - 3)).toBeLessThanOrEqual(1);
    // The server counts whole seconds of the event's own time, and of the distance to the primary's clock, which it has asked for once.
    expect(ageMs).toBeGreaterThan(1_000);
    expect(ageMs).toBeLessThan(4_500);
    expect(await ageOfYoungestMs(cluster, 'db-c')).toBeLessThan(1_000);
    await site.clock.sleep(300);
  }
  await replicationLag.heal(fault);
  expect(await replicationLag.isEffective(fault)).toBe(false);
  await expect.poll(() => ageOfYoungestMs(cluster, 'db-b'), { timeout: 10_000 }).toBeLessThan(1_000);
  await clerk.stop();
  await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  expect(await salesOn(cluster, 'db-b')).toEqual(await salesOn(cluster, 'db-a'));
});

it('a failover goes to the replica that has nothing to catch up on', async () => {
  const cluster = await start('semi-synchronous');
  await inject({ nodes: ['db-b'], lag: '600s' }, cluster);
  await fill(cluster, 'db-a', [2]);
  await expect.poll(() => salesOn(cluster, 'db-c')).toEqual([1, 2]);
  await cluster.process?.kill('db-a');
  await expect.poll(() => cluster.route().writable, { timeout: 10_000 }).toEqual(['db-c']);
  expect(await salesOn(cluster, 'db-c')).toEqual([1, 2]);
});

it('a failover to replicas that are all behind waits for what they have received, and loses nothing', async () => {
  const cluster = await start('semi-synchronous');
  const lagMs = 4_000;
  const fault = await inject({ lag: '4s' }, cluster);
  await fill(cluster, 'db-a', [2]);
  const soldMs = site.clock.nowMs();
  await cluster.process?.kill('db-a');
  await expect.poll(() => cluster.route().writable, { timeout: 20_000 }).not.toEqual(['db-a']);
  const tookMs = site.clock.nowMs() - soldMs;
  console.info(`Replaced ${Math.round(tookMs)} ms after the last sale, behind by ${lagMs} ms`);
  const primary = cluster.replication?.primary() ?? '';
  expect(await salesOn(cluster, primary)).toEqual([1, 2]);
  // Counted in whole seconds of the event's own time.
  expect(tookMs).toBeGreaterThan(lagMs - 1_000);
  await cluster.process?.start('db-a', { signal: undefined });
  await replicationLag.heal(fault);
  expect(await replicationLag.isEffective(fault)).toBe(false);
  await fill(cluster, primary, [3]);
  await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  for (const { name } of cluster.nodes) {
    expect(await salesOn(cluster, name)).toEqual([1, 2, 3]);
    expect(await cluster.replication?.delayMs(name)).toBe(name === primary ? null : 0);
  }
});

it('what a cut-off replica holds back is not dropped: its delay stays until it can fetch again', async () => {
  const cluster = await start('asynchronous');
  const fault = await inject({ nodes: ['db-b'], lag: '3s' }, cluster);
  await fill(cluster, 'db-a', [2]);
  await expect.poll(() => replicationLag.isEffective(fault), { timeout: 2_000 }).toBe(true);
  await cluster.replication?.stopReceiving('db-b');
  await expect(replicationLag.heal(fault)).rejects.toThrow('db-b could not fetch again what it holds back');
  await expect.poll(() => salesOn(cluster, 'db-b'), { timeout: 10_000 }).toEqual([1, 2]);
  await replicationLag.heal(fault);
  expect(await cluster.replication?.isReceiving('db-b')).toBe(false);
  await cluster.replication?.startReceiving('db-b');
  await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
});

async function start(mode: 'asynchronous' | 'semi-synchronous'): Promise<Cluster> {
  const cluster = await site.start(primaryReplica, { mode, failover });
  await fill(cluster, 'db-a', [1]);
  await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  return cluster;
}

type Settings = ReturnType<typeof replicationLag.settings.parse>;

async function inject(settings: unknown, cluster: Cluster): Promise<FaultContext<Settings>> {
  const context = await aimAt(replicationLag, settings, cluster);
  await replicationLag.inject({ ...context, ...surroundings() });
  return context;
}

async function toldLagS(cluster: Cluster, node: string): Promise<number> {
  const [row] = await sql(cluster, node, 'SHOW SLAVE STATUS');
  return Number(row?.['Seconds_Behind_Master']);
}

/** All servers have the clock of this machine. */
async function ageOfYoungestMs(cluster: Cluster, node: string): Promise<number> {
  const question = 'SELECT TIMESTAMPDIFF(MICROSECOND, MAX(at), NOW(6)) / 1000 AS age FROM shop.sale';
  const [row] = await sql(cluster, node, question);
  return Math.round(Number(row?.['age']));
}
