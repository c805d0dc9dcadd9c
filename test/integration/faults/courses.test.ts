/** Faults that go on by themselves: storms of connections, rolling restarts, nodes that come and go, and zones that are lost at once. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectionStorm } from '../../../src/catalog/faults/connection-storm.js';
import { rollingRestart } from '../../../src/catalog/faults/rolling-restart.js';
import { zoneOutage } from '../../../src/catalog/faults/zone-outage.js';
import { createCatalog } from '../../../src/catalog/index.js';
import { galera } from '../../../src/catalog/topologies/galera.js';
import { primaryReplica } from '../../../src/catalog/topologies/primary-replica.js';
import { single } from '../../../src/catalog/topologies/single.js';
import type { FaultContext, FaultKind } from '../../../src/model/fault.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import type { Cluster } from '../../../src/model/topology.js';
import { connect } from '../../../src/mysql/connect.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { throughProxy } from '../../../src/run/through-proxy.js';
import { CommitTraffic } from '../../fixtures/commit-traffic.js';
import { aimAt } from '../../fixtures/fault-place.js';
import { surroundings } from '../../fixtures/injection.js';
import { nodeOf, sql, TargetSite } from '../../fixtures/target-site.js';

const flapping = createCatalog().faults.get('flapping');
const healthyTimeoutMs = 90_000;
const seenTimeoutMs = 5_000;
let site: TargetSite;
beforeEach(async () => {
  site = await TargetSite.open();
});
afterEach(() => site[Symbol.asyncDispose]());

it('connection-storm holds as many connections as it says, and gives every one back', async () => {
  const cluster = await site.start(single);
  const before = await sessionsOn(cluster);
  const fault = await inject(connectionStorm, { node: 'db', connections: 40 }, cluster);
  await expect.poll(() => connectionStorm.isEffective(fault), { timeout: seenTimeoutMs }).toBe(true);
  expect((await sessionsOn(cluster)) - before).toBeGreaterThanOrEqual(40);
  await connectionStorm.heal(fault);
  // The administrator's connection counts, too.
  expect((await sessionsOn(cluster)) - before).toBeLessThanOrEqual(1);
});

it('connection-storm fills a server that takes fewer, and clients are turned away', async () => {
  const cluster = await site.start(single);
  const fault = await inject(connectionStorm, { node: 'db', connections: 300 }, cluster);
  await expect.poll(() => connectionStorm.isEffective(fault), { timeout: seenTimeoutMs }).toBe(true);
  await expect(sql(cluster, 'db', 'SELECT 1')).rejects.toMatchObject({ errno: 1040 });
  await connectionStorm.heal(fault);
  await sql(cluster, 'db', 'SELECT 1');
});

it('connection-storm opens new connections in place of those whose time is over', async () => {
  const cluster = await site.start(single);
  const fault = await inject(connectionStorm, { node: 'db', connections: 10, lifetime: '100ms' }, cluster);
  await expect.poll(() => connectionStorm.isEffective(fault), { timeout: seenTimeoutMs }).toBe(true);
  const before = await connectionsEver(cluster);
  await expect.poll(() => connectionsEver(cluster), { timeout: seenTimeoutMs }).toBeGreaterThan(before + 30);
  await connectionStorm.heal(fault);
});

it('rolling-restart restarts every node of a Galera cluster, and never has two down at a time', async () => {
  const cluster = await site.start(galera, { timeouts: 'fast' });
  const before = await processesOf(cluster);
  const told: string[] = [];
  let downMax = 0;
  const fault = await inject(rollingRestart, { down: '200ms' }, cluster, told);
  while (
    !told.some((text) => text.includes('is restarted, 3 of 3')) &&
    !told.some((text) => text.includes('ended early'))
  ) {
    const states = await statesOf(cluster);
    downMax = Math.max(downMax, states.filter((state) => state === 'down').length);
    await site.clock.sleep(20);
  }
  await rollingRestart.heal(fault);
  await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  expect(told).toHaveLength(6);
  expect(downMax).toBe(1);
  const after = await processesOf(cluster);
  expect(after.filter((process) => before.includes(process))).toEqual([]);
});

it('rolling-restart restarts no further node when it is healed, and leaves none down', async () => {
  const cluster = await site.start(primaryReplica);
  await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  const told: string[] = [];
  const fault = await inject(rollingRestart, { nodes: ['db-b', 'db-c'], down: '1h' }, cluster, told);
  expect(await cluster.process?.state('db-b')).toBe('down');
  await rollingRestart.heal(fault);
  await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  expect(told.filter((text) => text.includes('db-c'))).toEqual([]);
});

it('zone-outage loses every node of the zone and no other, and says how far apart', async () => {
  const cluster = await site.start(primaryReplica, {
    nodes: [
      { name: 'db-a', zone: 'a' },
      { name: 'db-b', zone: 'b' },
      { name: 'db-c', zone: 'b' },
    ],
  });
  const events: JournalEvent[] = [];
  const settings = zoneOutage.settings.parse({ zone: 'b' });
  const planned = { name: 'lose-b', kind: 'zone-outage', settings, injectAtMs: 0, healAtMs: 60_000 };
  const { signal } = new AbortController();
  await using fault = await injectFault(
    zoneOutage,
    planned,
    { cluster, runId: 'run-1', journalDirectory: site.directory },
    { axis: site.clock, signal, append: (event) => events.push(event) },
  );
  const states = await statesOf(cluster);
  expect(states).toEqual(['running', 'down', 'down']);
  const injected = events.find((event) => event.kind === 'fault-injected');
  expect(injected?.firstVerifiedMs).toBeLessThanOrEqual(injected?.verifiedMs ?? 0);
  await fault[Symbol.asyncDispose]();
  await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
});

it('zone-outage by a silent network leaves the server running', async () => {
  const direct = await site.start(single);
  await using proxied = await throughProxy(direct, 1);
  await using _traffic = new CommitTraffic(nodeOf(proxied.cluster, 'db'));
  await site.clock.sleep(300);
  const fault = await inject(zoneOutage, { zone: 'a', by: 'black-hole' }, proxied.cluster);
  await expect.poll(() => zoneOutage.isEffective(fault), { timeout: seenTimeoutMs }).toBe(true);
  await expect(sql(proxied.cluster, 'db', 'SELECT 1')).rejects.toThrow();
  await sql(direct, 'db', 'SELECT 1');
  await zoneOutage.heal(fault);
  await sql(proxied.cluster, 'db', 'SELECT 1');
});

it.each(['kill', 'pause'])('flapping by %s loses the node as often as it says, and no more', async (by) => {
  const cluster = await site.start(single);
  const fault = await inject(flapping, { node: 'db', by, times: 3, lost: '150ms', back: '150ms' }, cluster);
  let losses = 0;
  let isLost = false;
  const endMs = site.clock.nowMs() + 5_000;
  while (site.clock.nowMs() < endMs) {
    const isDown = (await cluster.process?.state('db')) !== 'running';
    if (isDown && !isLost) losses += 1;
    isLost = isDown;
    await site.clock.sleep(5);
  }
  // The first had begun before it was counted, and may have ended.
  expect(losses === 2 || losses === 3).toBe(true);
  await flapping.heal(fault);
  await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
});

it('flapping of a setting takes it and gives it back as often as it says, and the heal in the midst gives it back', async () => {
  const cluster = await site.start(single);
  const of = { fault: 'read-only', node: 'db' };
  const fault = await inject(flapping, { of, times: 50, lost: '150ms', back: '150ms' }, cluster);
  let changes = 0;
  let before = false;
  for (const endMs = site.clock.nowMs() + 2_000; site.clock.nowMs() < endMs; await site.clock.sleep(10)) {
    const isNow = await isReadOnly(cluster);
    if (isNow !== before) changes += 1;
    before = isNow;
  }
  expect(changes).toBeGreaterThanOrEqual(6);
  await flapping.heal(fault);
  expect(await isReadOnly(cluster)).toBe(false);
  expect(await flapping.isEffective(fault)).toBe(false);
});

it('flapping of a slow network is slow, then quick, then slow again', async () => {
  const direct = await site.start(single);
  await using proxied = await throughProxy(direct, 1);
  await using _traffic = new CommitTraffic(nodeOf(proxied.cluster, 'db'));
  await site.clock.sleep(300);
  const of = { fault: 'latency', node: 'db', delay: '100ms' };
  const fault = await inject(flapping, { of, times: 50, lost: '600ms', back: '600ms' }, proxied.cluster);
  await using client = await connect(nodeOf(proxied.cluster, 'db'), { connectTimeoutMs: 5_000 });
  const seen: ('quick' | 'slow')[] = [];
  for (const endMs = site.clock.nowMs() + 5_000; site.clock.nowMs() < endMs;) {
    const startMs = site.clock.nowMs();
    await client.query('SELECT 1');
    const speed = site.clock.nowMs() - startMs < 90 ? 'quick' : 'slow';
    if (seen.at(-1) !== speed) seen.push(speed);
    await site.clock.sleep(10);
  }
  expect(seen.length).toBeGreaterThanOrEqual(4);
  await flapping.heal(fault);
  const startMs = site.clock.nowMs();
  await client.query('SELECT 1');
  expect(site.clock.nowMs() - startMs).toBeLessThan(90);
});

async function isReadOnly(cluster: Cluster): Promise<boolean> {
  const [row] = await sql(cluster, 'db', 'SELECT @@read_only AS value');
  return Number(row?.['value']) === 1;
}

async function inject<Settings>(
  kind: FaultKind<Settings>,
  settings: unknown,
  cluster: Cluster,
  told?: string[],
): Promise<FaultContext<Settings>> {
  const context = await aimAt(kind, settings, cluster);
  await kind.inject({ ...context, ...surroundings(told) });
  return context;
}

function sessionsOn(cluster: Cluster): Promise<number> {
  return statusOf('Threads_connected', cluster);
}

function connectionsEver(cluster: Cluster): Promise<number> {
  return statusOf('Connections', cluster);
}

async function statusOf(name: string, cluster: Cluster): Promise<number> {
  const [row] = await sql(cluster, 'db', `SHOW GLOBAL STATUS LIKE '${name}'`);
  return Number(row?.['Value']);
}

function statesOf(cluster: Cluster) {
  return Promise.all(cluster.nodes.map(async (node) => cluster.process?.state(node.name)));
}

/** The process of each server, by its own word. */
function processesOf(cluster: Cluster): Promise<readonly string[]> {
  const files = cluster.nodes.map(({ name }) => join(cluster.directory ?? '', name, 'server.pid'));
  return Promise.all(files.map((file) => readFile(file, 'utf8')));
}
