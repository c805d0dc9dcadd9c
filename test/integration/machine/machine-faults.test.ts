/** Faults of the machine under one server: in numbers while they last and after they are healed, and nothing of them stays. What this machine cannot do is skipped here, and its refusal tested with the catalog. */
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clockSkew } from '../../../src/catalog/faults/clock-skew.js';
import { cpuPressure } from '../../../src/catalog/faults/cpu-pressure.js';
import { diskFull } from '../../../src/catalog/faults/disk-full.js';
import { diskSlow } from '../../../src/catalog/faults/disk-slow.js';
import { memoryPressure } from '../../../src/catalog/faults/memory-pressure.js';
import { galera } from '../../../src/catalog/topologies/galera.js';
import { primaryReplica } from '../../../src/catalog/topologies/primary-replica.js';
import { single } from '../../../src/catalog/topologies/single.js';
import type { FaultContext, FaultKind } from '../../../src/model/fault.js';
import type { Capability, Cluster, TopologyKind } from '../../../src/model/topology.js';
import { connect, type Connection } from '../../../src/mysql/connect.js';
import { aimAt } from '../../fixtures/fault-place.js';
import { groupsOf, mountsIn } from '../../fixtures/inventory.js';
import { surroundings } from '../../fixtures/injection.js';
import { coresUsed, pidOf, tookMs } from '../../fixtures/measured.js';
import { fill, nodeOf, ordinaryPrefix, sql, TargetSite } from '../../fixtures/target-site.js';

let site: TargetSite;
let cluster: Cluster | undefined;
/** Of the cluster, by which its groups are named. */
let id = '';
beforeEach(async () => {
  site = await TargetSite.open(ordinaryPrefix, tmpdir());
});
afterEach(async () => {
  await cluster?.[Symbol.asyncDispose]();
  cluster = undefined;
  expect(await site.leftBehind()).toEqual([]);
  expect(await tracesOnMachine()).toEqual([]);
  await site[Symbol.asyncDispose]();
});

describe.skipIf(await isImpossible(cpuPressure))('cpu-pressure', () => {
  const calculate = 'SELECT BENCHMARK(1500000, SHA1(1))';

  it('leaves a server its share of a core, and all of it when it is healed', async () => {
    cluster = await start(single);
    const pid = await pidOf(cluster, 'db');
    const fault = await inject(cpuPressure, { node: 'db', left: '20%' }, cluster);
    const short = await coresUsed(pid, () => sql(cluster as Cluster, 'db', calculate));
    expect(short).toBeGreaterThan(0.1);
    expect(short).toBeLessThan(0.3);
    await cpuPressure.heal(fault);
    const free = await coresUsed(pid, () => sql(cluster as Cluster, 'db', calculate));
    expect(free).toBeGreaterThan(0.3);
  });

  it('ends by itself, and is not lost on a server that is restarted meanwhile', async () => {
    cluster = await start(single);
    const context = await aimAt(cpuPressure, { node: 'db', left: '8%' }, cluster);
    // Little enough to be felt also where other work leaves the server hardly more.
    await cpuPressure.inject({ ...context, ...surroundings(), boundMs: 18_000 });
    await cluster.process?.kill('db');
    await cluster.process?.start('db', { signal: undefined });
    await expect.poll(() => cpuPressure.isEffective(context), { timeout: 10_000 }).toBe(true);
    await expect.poll(tracesOnMachine, { timeout: 25_000 }).toEqual([]);
    expect(await cpuPressure.isEffective(context)).toBe(false);
  });
});

describe.skipIf(await isImpossible(memoryPressure))('memory-pressure', () => {
  it('refuses new sessions and large values, and goes on with what is there', async () => {
    cluster = await start(single);
    await fill(cluster, 'db', [1]);
    const fault = await inject(memoryPressure, { node: 'db', spare_megabytes: 0.5 }, cluster);
    expect(await openMany(cluster, 40)).toContain(1135);
    await memoryPressure.heal(fault);
    expect(await openMany(cluster, 40)).toEqual(Array.from({ length: 40 }, () => 0));
    await sql(cluster, 'db', 'INSERT INTO shop.sale (id) VALUES (2)');
  });
});

describe.skipIf(await isImpossible(diskSlow))('disk-slow', () => {
  it('lets durable commits wait for the disk, those of its server only', async () => {
    cluster = await start(primaryReplica);
    await fill(cluster, 'db-a', [1]);
    const commits = async (from: number) => {
      for (let sale = from; sale < from + 10; sale += 1)
        await sql(cluster as Cluster, 'db-a', `INSERT INTO shop.sale (id) VALUES (${sale})`);
    };
    const usualMs = await tookMs(() => commits(100));
    const replica = await inject(diskSlow, { node: 'db-b', operations_per_second: 10 }, cluster);
    expect(await tookMs(() => commits(200))).toBeLessThan(1_000);
    await diskSlow.heal(replica);
    const primary = await inject(diskSlow, { node: 'db-a', operations_per_second: 10 }, cluster);
    // Each writes its log and its binary log.
    expect(await tookMs(() => commits(300))).toBeGreaterThan(Math.max(1_000, 2 * usualMs));
    await diskSlow.heal(primary);
    expect(await tookMs(() => commits(400))).toBeLessThan(1_000);
  });
});

describe.skipIf(await isImpossible(diskFull))('disk-full', () => {
  const more = "INSERT INTO shop.wide (text) SELECT REPEAT('x', 500) FROM shop.seq_1_to_2000";

  it('takes the room of one server and of nobody else, and gives it back', async () => {
    cluster = await start(single, ['own-disk']);
    await fill(cluster, 'db', [1]);
    await sql(cluster, 'db', 'CREATE TABLE shop.wide (id BIGINT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(500))');
    const before = await statfs(site.directory);
    const fault = await inject(diskFull, { node: 'db' }, cluster);
    await expect(insertUntilFull(more)).rejects.toMatchObject({ errno: 1114 });
    const during = await statfs(site.directory);
    expect((before.bfree - during.bfree) * during.bsize).toBeLessThan(2_000_000_000);
    await diskFull.heal(fault);
    await sql(cluster, 'db', more);
  });

  it('lets a replica wait for room, and follow again when there is some', async () => {
    cluster = await start(primaryReplica, ['own-disk']);
    await fill(cluster, 'db-a', [1]);
    const fault = await inject(diskFull, { node: 'db-c' }, cluster);
    await sql(cluster, 'db-a', 'INSERT INTO shop.sale (id) VALUES (2)');
    await diskFull.heal(fault);
    await cluster.awaitHealthy({ timeoutMs: 90_000 });
    expect(await sql(cluster, 'db-c', 'SELECT COUNT(*) AS n FROM shop.sale')).toMatchObject([{ n: 2 }]);
  });

  it('makes a Galera node leave the others, which is started again to heal', async () => {
    cluster = await start(galera, ['own-disk']);
    await fill(cluster, 'node-a', [1]);
    await sql(cluster, 'node-a', 'CREATE TABLE shop.wide (id BIGINT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(500))');
    const fault = await inject(diskFull, { node: 'node-c' }, cluster);
    const { process } = fault.cluster;
    // The others have room for what it has none for.
    for (let round = 0; round < 40 && !(await process?.isOut('node-c')); round++) await sql(cluster, 'node-a', more);
    expect(await process?.isOut('node-c')).toBe(true);
    expect(await process?.state('node-c')).toBe('running');
    await diskFull.heal(fault);
    await cluster.awaitHealthy({ timeoutMs: 90_000 });
    const wide = 'SELECT COUNT(*) AS n FROM shop.wide';
    expect(await sql(cluster, 'node-c', wide)).toEqual(await sql(cluster, 'node-a', wide));
  });

  it('is refused by a server that was started without a disk of its own', async () => {
    cluster = await start(single);
    await expect(inject(diskFull, { node: 'db' }, cluster)).rejects.toThrow('db has no disk of its own');
  });
});

describe.skipIf(await isImpossible(clockSkew))('clock-skew', () => {
  it.each(['ahead', 'behind'] as const)(
    'sets the clock of one Galera node %s, and it stays a member',
    async (direction) => {
      cluster = await start(galera, ['own-clock', 'own-disk']);
      const offSeconds = async (node: string) => {
        const [row] = await sql(cluster as Cluster, node, 'SELECT UNIX_TIMESTAMP(NOW(6)) AS now');
        return Number(row?.['now']) - Date.now() / 1_000;
      };
      await fill(cluster, 'node-a', [1]);
      const fault = await inject(clockSkew, { node: 'node-c', skew: '30s', direction }, cluster);
      expect(await offSeconds('node-c')).toBeCloseTo(direction === 'ahead' ? 30 : -30, 0);
      expect(await offSeconds('node-a')).toBeCloseTo(0, 0);
      // Waiting goes by another clock, which is right.
      expect(await tookMs(() => sql(cluster as Cluster, 'node-c', 'SELECT SLEEP(0.5)'))).toBeLessThan(1_000);
      await sql(cluster, 'node-c', 'INSERT INTO shop.sale (id) VALUES (2)');
      await cluster.awaitHealthy({ timeoutMs: 30_000 });
      await clockSkew.heal(fault);
      expect(await offSeconds('node-c')).toBeCloseTo(0, 0);
      expect(await sql(cluster, 'node-b', 'SELECT COUNT(*) AS n FROM shop.sale')).toMatchObject([{ n: 2 }]);
    },
  );
});

it('what a strained cluster was given goes with it, without any heal', async () => {
  cluster = await start(single, (await isImpossible(diskFull)) ? [] : ['own-disk']);
  for (const kind of [cpuPressure, memoryPressure, diskSlow, diskFull] as readonly FaultKind[]) {
    if (!(await isImpossible(kind))) await inject(kind, { node: 'db' }, cluster);
  }
});

async function insertUntilFull(statement: string): Promise<void> {
  for (let round = 0; round < 50; round += 1) await sql(cluster as Cluster, 'db', statement);
}

async function isImpossible(kind: FaultKind): Promise<boolean> {
  return ((await kind.obstacle?.({})) ?? null) !== null;
}

async function start<Settings>(kind: TopologyKind<Settings>, needs: readonly Capability[] = []): Promise<Cluster> {
  const started = await kind.start(kind.settings.parse({}), { ...site.options, needs });
  id = basename(started.directory ?? '');
  return started;
}

/** Seen to be effective. */
async function inject<Settings>(
  kind: FaultKind<Settings>,
  settings: unknown,
  into: Cluster,
): Promise<FaultContext<Settings>> {
  const context = await aimAt(kind, settings, into);
  await kind.inject({ ...context, ...surroundings() });
  await expect.poll(() => kind.isEffective(context), { timeout: 5_000 }).toBe(true);
  return context;
}

/** The errors with which sessions were refused, 0 for those that were opened and answered. */
async function openMany(into: Cluster, count: number): Promise<readonly number[]> {
  const opened: Connection[] = [];
  const errors: number[] = [];
  for (let index = 0; index < count; index += 1) {
    try {
      const connection = await connect(nodeOf(into, 'db'), { connectTimeoutMs: 2_000 });
      opened.push(connection);
      await connection.query('SELECT 1', { timeoutMs: 2_000 });
      errors.push(0);
    } catch (error) {
      errors.push((error as { readonly errno?: number }).errno ?? -1);
    }
  }
  for (const connection of opened) connection.destroy();
  return errors;
}

/** Control groups, mounts and memory of the site's servers. */
async function tracesOnMachine(): Promise<readonly string[]> {
  return [...(await mountsIn(site.directory)), ...(id === '' ? [] : await groupsOf(id))];
}
