/** What a node keeps of its clients while the network says nothing of their end, and that the heal gives it back: on a real server, by its own locks and sessions. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { single } from '../../../src/catalog/topologies/single.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import type { Cluster } from '../../../src/model/topology.js';
import { connect, type Connection } from '../../../src/mysql/connect.js';
import { isTimeout } from '../../../src/mysql/error-facts.js';
import { throughProxy, type ProxiedCluster } from '../../../src/run/through-proxy.js';
import { spoil } from '../../fixtures/spoiled-network.js';
import { nodeOf, sql, TargetSite } from '../../fixtures/target-site.js';

const clock = createSystemClock();
const connectTimeoutMs = 300;
/** Of the server's variables: long enough for every test. */
const patience = { timeout: 5_000, interval: 50 };
let site: TargetSite;
let direct: Cluster;
let proxied: ProxiedCluster;
let client: Connection;
let clientId: number;

beforeAll(async () => {
  site = await TargetSite.open();
  direct = await site.start(single);
  proxied = await throughProxy(direct, 1);
  await sql(direct, 'db', 'CREATE DATABASE shop', 'CREATE TABLE shop.sale (id INT PRIMARY KEY) ENGINE=InnoDB');
});
afterAll(async () => {
  await proxied[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});
beforeEach(async () => {
  client = await connect(nodeOf(proxied.cluster, 'db'), { connectTimeoutMs: 2_000 });
  clientId = Number((await client.query('SELECT CONNECTION_ID() AS id'))[0]?.['id']);
  await client.query('INSERT INTO shop.sale VALUES (1)');
  await client.query('START TRANSACTION');
  await client.query('UPDATE shop.sale SET id = 2 WHERE id = 1');
});
afterEach(async () => {
  client.destroy();
  await expect.poll(isSessionThere, patience).toBe(false);
  await sql(direct, 'db', 'DELETE FROM shop.sale');
});

describe('in a black hole', () => {
  it.each(['both', 'to-server'] as const)(
    'with direction %s, a client that gives up waiting leaves its session and its row lock behind, until the heal',
    async (direction) => {
      const hole = await spoil(proxied.cluster, faults.blackHole, { direction });
      await expect(client.query('SELECT 1', { timeoutMs: 100 })).rejects.toSatisfy(isTimeout);
      await expectLockToStay();
      await hole.heal();
      await expectLockToGo();
    },
  );

  it('a client that waits for an answer and leaves is not missed either: nobody tells the node', async () => {
    const answer = client.query('SELECT SLEEP(0.2)', { timeoutMs: 100 });
    const hole = await spoil(proxied.cluster, faults.blackHole, {});
    await expect(answer).rejects.toSatisfy(isTimeout);
    await expectLockToStay();
    await hole.heal();
    await expectLockToGo();
  });

  it('a session that the node ends is not told to its client, until the heal', async () => {
    const hole = await spoil(proxied.cluster, faults.blackHole, {});
    await sql(direct, 'db', `KILL ${clientId}`);
    await expect.poll(isSessionThere, patience).toBe(false);
    const answer = client.query('SELECT 1').then(
      () => 'answered',
      () => 'lost',
    );
    expect(await Promise.race([answer, clock.sleep(500)])).toBeUndefined();
    await hole.heal();
    expect(await answer).toBe('lost');
  });

  it('whoever wants in never reaches the node, and gets in with the heal who still waits then', async () => {
    const before = await connectionsOfNode();
    const hole = await spoil(proxied.cluster, faults.blackHole, {});
    for (let time = 0; time < 5; time += 1) {
      await expect(connect(nodeOf(proxied.cluster, 'db'), { connectTimeoutMs })).rejects.toSatisfy(isTimeout);
    }
    const waiting = connect(nodeOf(proxied.cluster, 'db'), { connectTimeoutMs: 10_000 });
    await clock.sleep(200);
    // One for each look.
    expect(await connectionsOfNode()).toBe(before + 1);
    await hole.heal();
    await (await waiting).close();
    expect(await connectionsOfNode()).toBe(before + 3);
  });

  it('connections that it spares go on', async () => {
    await using _hole = await spoil(proxied.cluster, faults.blackHole, { share: '0%' });
    await client.query('SELECT 1');
    await (await connect(nodeOf(proxied.cluster, 'db'), { connectTimeoutMs })).close();
  });
});

it('a slow close that is healed tells the node at once of whom it has not yet told', async () => {
  const slowness = await spoil(proxied.cluster, faults.slowClose, { delay: '10m' });
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.destroy();
  await expectLockToStay();
  await slowness.heal();
  await expectLockToGo();
});

/** The row lock of a session is gone when the session is. */
async function expectLockToStay(): Promise<void> {
  await expect(update()).rejects.toThrow('Lock wait timeout');
  expect(await isSessionThere()).toBe(true);
}

async function expectLockToGo(): Promise<void> {
  await expect.poll(isSessionThere, patience).toBe(false);
  await update();
}

function update(): ReturnType<typeof sql> {
  return sql(direct, 'db', 'SET innodb_lock_wait_timeout = 1', 'UPDATE shop.sale SET id = 3 WHERE id = 1');
}

async function isSessionThere(): Promise<boolean> {
  const found = await sql(direct, 'db', `SELECT id FROM information_schema.processlist WHERE id = ${clientId}`);
  return found.length > 0;
}

/** Ever opened to it, this one included. */
async function connectionsOfNode(): Promise<number> {
  return Number((await sql(direct, 'db', "SHOW GLOBAL STATUS LIKE 'Connections'"))[0]?.['Value']);
}
