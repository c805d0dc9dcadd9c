/** The network between real servers, cut: each side is asked by SQL what it thinks, and after the heal they are one again. */
import { readdir, readlink } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packetLoss } from '../../../src/catalog/faults/packet-loss.js';
import { partition } from '../../../src/catalog/faults/partition.js';
import { galera } from '../../../src/catalog/topologies/galera.js';
import { primaryReplica } from '../../../src/catalog/topologies/primary-replica.js';
import { readClusterFile } from '../../../src/host/cluster-file.js';
import { networkObstacle } from '../../../src/host/network/node-network.js';
import type { FaultContext, FaultKind } from '../../../src/model/fault.js';
import type { Cluster } from '../../../src/model/topology.js';
import { aimAt } from '../../fixtures/fault-place.js';
import { hearing } from '../../fixtures/hearing.js';
import { surroundings } from '../../fixtures/injection.js';
import { SalesClerk } from '../../fixtures/sales-clerk.js';
import { fill, salesOn, sql, TargetSite } from '../../fixtures/target-site.js';

const obstacle = await networkObstacle();
if (obstacle !== null) console.info(`Skipped: ${obstacle}`);
const healthyTimeoutMs = 60_000;
const notReady = 1047;

describe.skipIf(obstacle !== null)('a network that falls apart', () => {
  let site: TargetSite;
  beforeEach(async () => {
    site = await TargetSite.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  it('2 + 1: the side without a majority refuses its clients, the other serves on, and after the heal all agree', async () => {
    const cluster = await site.start(galera, { timeouts: 'fast' }, ['partition']);
    await fill(cluster, 'node-a', [1]);
    const fault = await inject(partition, { zones: ['b'] }, cluster);
    await expect.poll(() => partition.isEffective(fault), { timeout: 5_000 }).toBe(true);
    await expect.poll(() => membersSeenBy(cluster, 'node-b'), { timeout: 20_000 }).toBe(1);
    await expect.poll(() => membersSeenBy(cluster, 'node-a'), { timeout: 20_000 }).toBe(2);
    await expect(sell(cluster, 'node-b', 2)).rejects.toMatchObject({ errno: notReady });
    await expect(salesOn(cluster, 'node-b')).rejects.toMatchObject({ errno: notReady });
    await sell(cluster, 'node-c', 3);
    // A node answers what it has applied, which may be a moment behind what another has committed.
    await expect.poll(() => salesOn(cluster, 'node-a'), { timeout: 5_000 }).toEqual([1, 3]);
    await partition.heal(fault);
    expect(await partition.isEffective(fault)).toBe(false);
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    await sell(cluster, 'node-b', 4);
    expect(await cluster.readableNodes({ timeoutMs: 10_000 })).toMatchObject({ excluded: [] });
    for (const { name } of cluster.nodes) expect(await salesOn(cluster, name)).toEqual([1, 3, 4]);
  });

  it('ends by itself, when nobody is left to heal it', async () => {
    const cluster = await site.start(primaryReplica, {}, ['partition']);
    await fill(cluster, 'db-a', [1]);
    const fault = await inject(partition, { role: 'primary' }, cluster, 2_000);
    await sell(cluster, 'db-a', 2);
    expect(await salesOn(cluster, 'db-b')).toEqual([1]);
    await expect.poll(() => partition.isEffective(fault), { timeout: 10_000 }).toBe(false);
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    expect(await salesOn(cluster, 'db-b')).toEqual([1, 2]);
  });

  it('asynchronous: what is acknowledged behind a cut is gone when the primary dies', async () => {
    const cluster = await site.start(primaryReplica, {}, ['partition']);
    await fill(cluster, 'db-a', [1]);
    await expect.poll(() => salesOn(cluster, 'db-b'), { timeout: 5_000 }).toEqual([1]);
    const fault = await inject(partition, { role: 'primary' }, cluster);
    await sell(cluster, 'db-a', 2);
    await cluster.process?.kill('db-a');
    await expect.poll(() => cluster.replication?.primary(), { timeout: 30_000 }).not.toBe('db-a');
    const heir = cluster.replication?.primary() ?? '';
    expect(await salesOn(cluster, heir)).toEqual([1]);
    await partition.heal(fault);
    await cluster.process?.start('db-a', { signal: undefined });
    await sell(cluster, heir, 3);
    const [other = ''] = ['db-b', 'db-c'].filter((name) => name !== heir);
    await expect.poll(() => salesOn(cluster, other), { timeout: 20_000 }).toEqual([1, 3]);
  });

  it('semi-synchronous: commits behind a cut wait, and are done after the heal', async () => {
    const cluster = await site.start(primaryReplica, { mode: 'semi-synchronous' }, ['partition']);
    await fill(cluster, 'db-a', []);
    await using clerk = new SalesClerk(cluster, 'db-a', 1, site.clock);
    await clerk.sold(5);
    const fault = await inject(partition, { node: 'db-a' }, cluster);
    await expect.poll(() => partition.isEffective(fault), { timeout: 5_000 }).toBe(true);
    const sold = clerk.acknowledged.length;
    await site.clock.sleep(1_000);
    // One may have been on its way back when the links were cut.
    expect(clerk.acknowledged.length - sold).toBeLessThanOrEqual(1);
    await partition.heal(fault);
    await clerk.sold(sold + 20);
    await clerk.stop();
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
    expect(await salesOn(cluster, 'db-c')).toEqual(await salesOn(cluster, 'db-a'));
  });

  it('healing one cut of a link leaves another one alone', async () => {
    const cluster = await site.start(primaryReplica, {}, ['partition']);
    await fill(cluster, 'db-a', [1]);
    const zone = await inject(partition, { zones: ['b'] }, cluster);
    const groups = await inject(partition, { groups: [['db-a'], ['db-b']] }, cluster);
    await partition.heal(zone);
    await sell(cluster, 'db-a', 2);
    await expect.poll(() => salesOn(cluster, 'db-c'), { timeout: 20_000 }).toEqual([1, 2]);
    await expect.poll(() => partition.isEffective(groups), { timeout: 5_000 }).toBe(true);
    expect(await partition.isEffective(zone)).toBe(false);
    expect(await salesOn(cluster, 'db-b')).toEqual([1]);
    await partition.heal(groups);
    await expect.poll(() => salesOn(cluster, 'db-b'), { timeout: 30_000 }).toEqual([1, 2]);
  });

  it('of five nodes each hears exactly those that it is left, one way, beside a bridge and in a ring', async () => {
    const names = ['n1', 'n2', 'n3', 'n4', 'n5'];
    const nodes = names.map((name, index) => ({ name, zone: 'abc'[index % 3] }));
    const cluster = await site.start(primaryReplica, { nodes }, ['partition']);
    const others = (name: string): readonly string[] => names.filter((each) => each !== name);
    const all = Object.fromEntries(names.map((name) => [name, others(name)]));
    expect(await hearing(cluster)).toEqual(all);
    const forms: readonly (readonly [unknown, Readonly<Record<string, readonly string[]>>])[] = [
      [
        { from: ['n2'], to: ['n4'] },
        { ...all, n4: ['n1', 'n3', 'n5'] },
      ],
      [{ bridge: 'n3' }, { n1: ['n2', 'n3'], n2: ['n1', 'n3'], n3: others('n3'), n4: ['n3', 'n5'], n5: ['n3', 'n4'] }],
      [{ ring: true }, { n1: ['n2', 'n5'], n2: ['n1', 'n3'], n3: ['n2', 'n4'], n4: ['n3', 'n5'], n5: ['n1', 'n4'] }],
    ];
    for (const [form, expected] of forms) {
      const fault = await inject(partition, form, cluster);
      expect(await hearing(cluster), JSON.stringify(form)).toEqual(expected);
      await partition.heal(fault);
      expect(await hearing(cluster)).toEqual(all);
    }
  });

  it('packets that are lost are sent again: everything arrives', async () => {
    const cluster = await site.start(primaryReplica, {}, ['partition']);
    await fill(cluster, 'db-a', []);
    const fault = await inject(packetLoss, { node: 'db-a', share: '20%' }, cluster);
    await using clerk = new SalesClerk(cluster, 'db-a', 1, site.clock);
    await clerk.sold(100);
    await clerk.stop();
    expect(await packetLoss.isEffective(fault)).toBe(true);
    await expect.poll(() => salesOn(cluster, 'db-b'), { timeout: 60_000 }).toEqual(clerk.acknowledged);
    await packetLoss.heal(fault);
    await cluster.awaitHealthy({ timeoutMs: healthyTimeoutMs });
  });

  it('leaves nothing behind: no process, no file, no network', async () => {
    const cluster = await site.start(primaryReplica, {}, ['partition']);
    const { network } = await readClusterFile(cluster.directory ?? '');
    await inject(partition, { node: 'db-b' }, cluster);
    const anchors = [network?.hub, ...Object.values(network?.nodes ?? {})];
    const networks = await Promise.all(anchors.map((anchor) => readlink(`/proc/${anchor?.pid}/ns/net`)));
    expect(new Set(networks).size).toBe(4);
    await cluster[Symbol.asyncDispose]();
    expect(await site.leftBehind()).toEqual([]);
    await expect.poll(() => inUse(networks), { timeout: 5_000 }).toEqual([]);
  });
});

async function inject<Settings>(
  kind: FaultKind<Settings>,
  settings: unknown,
  cluster: Cluster,
  boundMs = 60_000,
): Promise<FaultContext<Settings>> {
  const context = await aimAt(kind, settings, cluster);
  await kind.inject({ ...context, ...surroundings(), boundMs });
  return context;
}

function sell(cluster: Cluster, node: string, id: number): Promise<unknown> {
  return sql(cluster, node, `INSERT INTO shop.sale (id) VALUES (${id})`);
}

async function membersSeenBy(cluster: Cluster, node: string): Promise<number> {
  const [row] = await sql(cluster, node, "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'");
  return Number(row?.['Value']);
}

/** Those among the networks that a process still lives in. */
async function inUse(networks: readonly string[]): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const used = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/ns/net`).catch(() => '')));
  return networks.filter((each) => used.includes(each));
}
