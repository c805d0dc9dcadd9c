/** Nodes that join and leave a Galera cluster in order, while clients go on; and what becomes of an operation whose runner stopped half way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeAdd } from '../../../src/catalog/faults/node-add.js';
import { nodeRemove } from '../../../src/catalog/faults/node-remove.js';
import { galera } from '../../../src/catalog/topologies/galera.js';
import { membershipOf, processesOf } from '../../../src/kit/capability-of.js';
import type { FaultKind } from '../../../src/model/fault.js';
import type { Cluster, Route } from '../../../src/model/topology.js';
import { connect } from '../../../src/mysql/connect.js';
import { healFault } from '../../../src/run/faults/heal-fault.js';
import { aimAt } from '../../fixtures/fault-place.js';
import { surroundings } from '../../fixtures/injection.js';
import { SalesClerk } from '../../fixtures/sales-clerk.js';
import { fill, nodeOf, salesOn, TargetSite } from '../../fixtures/target-site.js';

const healthyTimeoutMs = 60_000;
const nodes = [
  { name: 'node-a', zone: 'a' },
  { name: 'node-b', zone: 'b' },
  { name: 'node-c', zone: 'c', joins: 'later' },
];

describe('a Galera cluster of two, with a third node that joins later', () => {
  let site: TargetSite;
  let cluster: Cluster;
  const routes: Route[] = [];
  beforeAll(async () => {
    site = await TargetSite.open();
    cluster = await site.start(galera, { nodes, timeouts: 'fast' });
    cluster.onRouteChange((route) => routes.push(route));
    await fill(cluster, 'node-a', [1]);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('serves without it, waits for it nowhere, and compares nothing with it', async () => {
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    expect(cluster.nodes.map(({ name }) => name)).toEqual(['node-a', 'node-b', 'node-c']);
    expect(cluster.route().writable).toEqual(['node-a', 'node-b']);
    expect(await processesOf(cluster).state('node-c')).toBe('down');
    expect(await cluster.readableNodes({ timeoutMs: 10_000 })).toEqual({
      authority: 'node-a',
      comparable: ['node-a', 'node-b'],
      excluded: [],
      absent: ['node-c'],
    });
  });

  it('takes it in while clients write, and sends clients to it only when it holds everything', async () => {
    await using clerk = new SalesClerk(cluster, 'node-a', 1_000, site.clock);
    await clerk.sold(20);
    routes.length = 0;
    await membershipOf(cluster).add('node-c', { signal: undefined });
    expect(routes).toEqual([{ writable: ['node-a', 'node-b', 'node-c'] }]);
    const soldBefore = clerk.acknowledged.length;
    await clerk.sold(soldBefore + 20);
    await clerk.stop();
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    expect(await cluster.readableNodes({ timeoutMs: 10_000 })).toMatchObject({
      comparable: ['node-a', 'node-b', 'node-c'],
    });
    expect(await salesOn(cluster, 'node-c')).toEqual(expect.arrayContaining([...clerk.acknowledged]));
  });

  it('lets a client of a node that is removed end first', async () => {
    const client = await connect(nodeOf(cluster, 'node-c'), { connectTimeoutMs: 1_000, database: 'shop' });
    const query = (sql: string): Promise<unknown> => client.query(sql, { timeoutMs: 5_000 });
    await query('START TRANSACTION');
    await query('INSERT INTO sale (id) VALUES (500000)');
    routes.length = 0;
    const removed = membershipOf(cluster).remove('node-c', { drainMs: 20_000 });
    await expect.poll(() => routes).toEqual([{ writable: ['node-a', 'node-b'] }]);
    await site.clock.sleep(300);
    expect(await processesOf(cluster).state('node-c')).toBe('running');
    await query('COMMIT');
    client.destroy();
    expect(await removed).toBe(0);
    expect(await processesOf(cluster).state('node-c')).toBe('down');
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    expect(await salesOn(cluster, 'node-a')).toContain(500_000);
    expect(await cluster.readableNodes({ timeoutMs: 10_000 })).toMatchObject({ excluded: [], absent: ['node-c'] });
  });

  it('cuts a client off that does not leave in time, and says so', async () => {
    await membershipOf(cluster).add('node-c', { signal: undefined });
    const client = await connect(nodeOf(cluster, 'node-c'), { connectTimeoutMs: 1_000, database: 'shop' });
    expect(await membershipOf(cluster).remove('node-c', { drainMs: 200 })).toBe(1);
    client.destroy();
    expect(await processesOf(cluster).state('node-c')).toBe('down');
  });

  it('keeps a node that was added to stay, whoever brings the operation to its end', async () => {
    const found = await inject(nodeAdd);
    await conclude(nodeAdd, found);
    expect(found.route().writable).toContain('node-c');
    await found.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  });

  it('ends the server of a node that was removed half way, whoever brings the operation to its end', async () => {
    const begun = membershipOf(cluster).remove('node-c', { drainMs: 0 });
    await begun;
    await processesOf(cluster).start('node-c', { signal: undefined });
    const found = await foundAgain();
    expect(found.route().writable).not.toContain('node-c');
    await conclude(nodeRemove, found);
    expect(await processesOf(found).state('node-c')).toBe('down');
    await found.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  });

  it('takes a node back whose joining was broken off, and leaves no program of the transfer behind', async () => {
    const stop = new AbortController();
    const adding = membershipOf(cluster).add('node-c', { signal: stop.signal });
    await expect.poll(() => processesOf(cluster).state('node-c')).toBe('running');
    stop.abort(new Error('enough'));
    await expect(adding).rejects.toThrow('enough');
    const found = await foundAgain();
    await conclude(nodeAdd, found);
    expect(await processesOf(found).state('node-c')).toBe('down');
    expect(found.route().writable).toEqual(['node-a', 'node-b']);
    await found.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    await cluster[Symbol.asyncDispose]();
    expect(await site.leftBehind()).toEqual([]);
  });

  /** As another process sees it, after the one that began has died. */
  async function foundAgain(): Promise<Cluster> {
    const found = await galera.attach?.(cluster.directory as string, site.options);
    if (found === undefined) throw new Error('The cluster cannot be found again.');
    return found;
  }

  async function inject<Settings>(kind: FaultKind<Settings>): Promise<Cluster> {
    await kind.inject({ ...(await aimAt(kind, { node: 'node-c' }, cluster)), ...surroundings() });
    return foundAgain();
  }

  async function conclude<Settings>(kind: FaultKind<Settings>, found: Cluster): Promise<void> {
    const settings = kind.settings.parse({ node: 'node-c' });
    const targets = { nodes: ['node-c'] };
    await healFault({ name: 'scale', kind, cluster: found, settings, targets, stays: true }, site.clock);
  }
});
