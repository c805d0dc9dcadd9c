/** Faults that change what a server is set to: what a client notices, and what is restored, on whichever server by then has which role. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { poolExhaustion } from '../../../src/catalog/faults/pool-exhaustion.js';
import { readOnly } from '../../../src/catalog/faults/read-only.js';
import { galera as galeraFlavor } from '../../../src/catalog/flavors/galera.js';
import { galera } from '../../../src/catalog/topologies/galera.js';
import { primaryReplica } from '../../../src/catalog/topologies/primary-replica.js';
import { single } from '../../../src/catalog/topologies/single.js';
import { createCatalog } from '../../../src/catalog/index.js';
import type { FaultContext, FaultKind } from '../../../src/model/fault.js';
import type { Cluster } from '../../../src/model/topology.js';
import { ask } from '../../../src/mysql/await-answer.js';
import { connect, type Connection } from '../../../src/mysql/connect.js';
import { repairLeases } from '../../../src/run/faults/repair-leases.js';
import { breakAndDie } from '../../fixtures/doomed-runner.js';
import { aimAt } from '../../fixtures/fault-place.js';
import { surroundings } from '../../fixtures/injection.js';
import { fill, nodeOf, salesOn, sql, TargetSite } from '../../fixtures/target-site.js';

const connectTimeoutMs = 2_000;
const startupLimit = '170';
let site: TargetSite;
beforeEach(async () => {
  site = await TargetSite.open();
});
afterEach(() => site[Symbol.asyncDispose]());

it('read-only refuses writes and answers reads', async () => {
  const cluster = await site.start(single);
  await fill(cluster, 'db', [1]);
  const fault = await inject(readOnly, { node: 'db' }, cluster);
  await expect(sql(cluster, 'db', 'INSERT INTO shop.sale (id) VALUES (2)')).rejects.toMatchObject({ errno: 1290 });
  expect(await salesOn(cluster, 'db')).toEqual([1]);
  await readOnly.heal(fault);
  await sql(cluster, 'db', 'INSERT INTO shop.sale (id) VALUES (2)');
});

it('read-only takes one Galera node out of service for writes, shows it as read-only, and leaves the others alone', async () => {
  const cluster = await site.start(galera, { timeouts: 'fast' });
  await fill(cluster, 'node-a', [1]);
  const fault = await inject(readOnly, { node: 'node-a' }, cluster);
  expect(await readOnly.isEffective(fault)).toBe(true);
  await expect(sql(cluster, 'node-a', 'INSERT INTO shop.sale (id) VALUES (2)')).rejects.toMatchObject({ errno: 1290 });
  expect(await stateOf('node-a', cluster)).toBe('read-only');
  await sql(cluster, 'node-b', 'INSERT INTO shop.sale (id) VALUES (2)');
  expect(await stateOf('node-b', cluster)).toBe('serving');
  await readOnly.heal(fault);
  expect(await stateOf('node-a', cluster)).toBe('serving');
});

it('read-only refuses to be aimed at a server that takes no writes in any case', async () => {
  const cluster = await site.start(primaryReplica);
  await expect(inject(readOnly, { node: 'db-b' }, cluster)).rejects.toThrow('db-b took no writes before');
  const context = await aimAt(readOnly, { node: 'db-b' }, cluster);
  await readOnly.heal(context);
  expect(await readOnly.isEffective(context)).toBe(false);
  expect(await valueOf('read_only', 'db-b', cluster)).toBe('ON');
});

it('read-only leaves a former primary as read-only as its new role wants it', async () => {
  const cluster = await site.start(primaryReplica);
  const fault = await inject(readOnly, { role: 'primary' }, cluster);
  const [former = ''] = fault.targets.nodes;
  await cluster.process?.kill(former);
  await expect.poll(() => cluster.replication?.primary(), { timeout: 30_000 }).not.toBe(former);
  await cluster.process?.start(former, { signal: undefined });
  await readOnly.heal(fault);
  expect(await readOnly.isEffective(fault)).toBe(false);
  expect(await valueOf('read_only', former, cluster)).toBe('ON');
  expect(await valueOf('read_only', cluster.replication?.primary() ?? '', cluster)).toBe('OFF');
});

it('pool-exhaustion turns new clients away, leaves the others alone, and can be healed while nobody else gets in', async () => {
  const cluster = await site.start(single);
  const clients: Connection[] = [];
  for (let count = 0; count < 12; count += 1) clients.push(await open(cluster));
  const fault = await inject(poolExhaustion, { node: 'db' }, cluster);
  await expect(open(cluster)).rejects.toMatchObject({ errno: 1040 });
  await Promise.all(clients.map((client) => client.query('SELECT 1')));
  await poolExhaustion.heal(fault);
  clients.push(await open(cluster));
  for (const client of clients) client.destroy();
});

it('pool-exhaustion of a primary that is given up for it leaves no second primary behind', async () => {
  const cluster = await site.start(primaryReplica);
  const former = cluster.replication?.primary() ?? '';
  const clients: Connection[] = [];
  for (let count = 0; count < 12; count += 1) clients.push(await open(cluster, former));
  const fault = await inject(poolExhaustion, { role: 'primary' }, cluster);
  await expect.poll(() => cluster.replication?.primary(), { timeout: 30_000 }).not.toBe(former);
  expect(await clients[0]?.query('SELECT @@global.read_only AS closed')).toMatchObject([{ closed: 0 }]);
  await poolExhaustion.heal(fault);
  await cluster.awaitHealthy({ timeoutMs: 30_000 });
  expect(await valueOf('read_only', former, cluster)).toBe('ON');
  for (const client of clients) client.destroy();
});

it('pool-exhaustion refuses a limit that is none', async () => {
  const cluster = await site.start(single);
  const raised = inject(poolExhaustion, { node: 'db', connections: 400 }, cluster);
  await expect(raised).rejects.toThrow(`db takes ${startupLimit} connections, and 400 would not be fewer`);
  expect(await valueOf('max_connections', 'db', cluster)).toBe(startupLimit);
});

it('pool-exhaustion has nothing to restore on a server that was started again meanwhile', async () => {
  const cluster = await site.start(single);
  const fault = await inject(poolExhaustion, { node: 'db' }, cluster);
  await cluster.process?.kill('db');
  await poolExhaustion.heal(fault);
  expect(await poolExhaustion.isEffective(fault)).toBe(false);
  await cluster.process?.start('db', { signal: undefined });
  await poolExhaustion.heal(fault);
  expect(await valueOf('max_connections', 'db', cluster)).toBe(startupLimit);
});

it('what was there before outlives the runner that changed it', async () => {
  const aim = { topology: 'single', settings: { node: 'db' }, clients: 12 };
  const order = { kind: 'pool-exhaustion', aim, journalDirectory: site.directory, isWatched: false };
  const { directory } = await breakAndDie(order);
  await repairLeases({ catalog: createCatalog(), clock: site.clock, onProgress: () => undefined });
  await using cluster = await single.attach?.(directory, site.options);
  expect(cluster && (await valueOf('max_connections', 'db', cluster))).toBe(startupLimit);
});

async function inject<Settings>(
  kind: FaultKind<Settings>,
  settings: unknown,
  cluster: Cluster,
): Promise<FaultContext<Settings>> {
  await cluster.awaitHealthy({ timeoutMs: 30_000 });
  const context = await aimAt(kind, settings, cluster);
  await kind.inject({ ...context, ...surroundings() });
  return context;
}

async function stateOf(node: string, cluster: Cluster): Promise<string> {
  return (await ask(nodeOf(cluster, node), (query) => galeraFlavor.health(query))).state;
}

async function valueOf(variable: string, node: string, cluster: Cluster): Promise<unknown> {
  const [row] = await sql(cluster, node, `SHOW GLOBAL VARIABLES LIKE '${variable}'`);
  return row?.['Value'];
}

function open(cluster: Cluster, node = 'db'): Promise<Connection> {
  return connect(nodeOf(cluster, node), { connectTimeoutMs });
}
