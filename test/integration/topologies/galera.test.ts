import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { galera } from '../../../src/catalog/topologies/galera.js';
import type { NodeProcesses } from '../../../src/model/server-control.js';
import type { Cluster } from '../../../src/model/topology.js';
import { fill, salesOn, sql, TargetSite } from '../../fixtures/target-site.js';
import { longestGapMs, SalesClerk } from '../../fixtures/sales-clerk.js';

const healthyTimeoutMs = 90_000;

describe('a Galera cluster with fast timeouts', () => {
  let site: TargetSite;
  let cluster: Cluster;
  let processes: NodeProcesses;
  beforeAll(async () => {
    site = await TargetSite.open();
    cluster = await site.start(galera, { timeouts: 'fast' });
    processes = cluster.process as NodeProcesses;
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('takes writes on every node and shows them on every other', async () => {
    await fill(cluster, 'node-a', [1]);
    await sql(cluster, 'node-b', 'INSERT INTO shop.sale (id) VALUES (2)');
    await sql(cluster, 'node-c', 'INSERT INTO shop.sale (id) VALUES (3)');
    const readable = await cluster.readableNodes({ timeoutMs: 10_000 });
    expect(readable).toEqual({ authority: 'node-a', comparable: ['node-a', 'node-b', 'node-c'], excluded: [] });
    for (const { name } of cluster.nodes) expect(await salesOn(cluster, name)).toEqual([1, 2, 3]);
  });

  it('has the timeouts of its name: how long a silent node is waited for, and how often the members speak until they agree', async () => {
    const [options] = await sql(cluster, 'node-a', "SHOW VARIABLES LIKE 'wsrep_provider_options'");
    for (const option of ['evs.suspect_timeout = PT1S', 'evs.join_retrans_period = PT0.3S'])
      expect(options?.['Value']).toContain(`${option};`);
  });

  it('stalls about as long as its timeouts say when a node is killed, loses nothing, and takes the node back', async () => {
    await using clerk = new SalesClerk(cluster, 'node-a', 1_000, site.clock);
    await clerk.sold(20);
    await processes.kill('node-b');
    await expect.poll(() => membersSeenBy(cluster, 'node-a'), { timeout: 20_000 }).toBe(2);
    await clerk.sold(clerk.acknowledged.length + 20);
    const stallMs = longestGapMs(clerk.times);
    console.info(`Stall of the survivors after a node was killed, fast timeouts: ${Math.round(stallMs)} ms`);
    expect(stallMs).toBeGreaterThan(500);
    expect(stallMs).toBeLessThan(4_000);
    await clerk.stop();
    expect(await cluster.readableNodes({ timeoutMs: 10_000 })).toMatchObject({
      comparable: ['node-a', 'node-c'],
      excluded: [{ node: 'node-b', isReadable: false }],
    });
    await using later = new SalesClerk(cluster, 'node-a', 50_000, site.clock);
    const copies = await wholeCopiesIn(cluster);
    await processes.start('node-b', { signal: undefined });
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    await later.stop();
    await cluster.readableNodes({ timeoutMs: 10_000 });
    const sales = await salesOn(cluster, 'node-b');
    expect(later.acknowledged.length).toBeGreaterThan(0);
    expect(sales).toEqual(expect.arrayContaining([...clerk.acknowledged, ...later.acknowledged]));
    // Copying everything would have kept a survivor from taking writes.
    expect(await wholeCopiesIn(cluster)).toBe(copies);
  });

  it('is not healthy while a node is frozen, and is again some time after that', async () => {
    await processes.pause('node-c', { boundMs: 60_000 });
    await expect(cluster.awaitHealthy({ timeoutMs: 300 })).rejects.toThrow('node-c');
    await processes.resume('node-c');
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  });

  it('comes back when it has lost its quorum', async () => {
    await Promise.all([processes.kill('node-b'), processes.kill('node-c')]);
    const start = (node: string): Promise<void> => processes.start(node, { signal: undefined });
    await Promise.all([start('node-b'), start('node-c')]);
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  });

  it('begins again from the node that holds most when every node was killed or stopped', async () => {
    await processes.kill('node-c');
    await sql(cluster, 'node-a', 'DO SLEEP(3)');
    await fill(cluster, 'node-a', [100_000]);
    await Promise.all([processes.kill('node-a'), processes.stop('node-b')]);
    const start = (node: string): Promise<void> => processes.start(node, { signal: undefined });
    await start('node-c');
    await Promise.all([start('node-a'), start('node-b')]);
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    for (const { name } of cluster.nodes) expect(await salesOn(cluster, name)).toContain(100_000);
  });

  it('leaves neither process nor file', async () => {
    await cluster[Symbol.asyncDispose]();
    expect(await site.leftBehind()).toEqual([]);
  });
});

/** How often a node has stopped its writes and given all its data to another, as the servers' logs tell. */
async function wholeCopiesIn({ directory, nodes }: Cluster): Promise<number> {
  const logs = await Promise.all(nodes.map(({ name }) => readFile(join(directory ?? '', `${name}.log`), 'utf8')));
  return logs.join('').split('Flushing tables for SST').length - 1;
}

async function membersSeenBy(cluster: Cluster, node: string): Promise<number> {
  const [row] = await sql(cluster, node, "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'");
  return Number(row?.['Value']);
}
