/** What each fault of the network does to a client of a real server, and what the server has done meanwhile. */
import { connect as connectSocket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { single } from '../../../src/catalog/topologies/single.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import type { FaultKind } from '../../../src/model/fault.js';
import type { Cluster } from '../../../src/model/topology.js';
import { noError, type Answers } from '../../../src/mysql/answers.js';
import { connect, type Connection } from '../../../src/mysql/connect.js';
import { isTimeout } from '../../../src/mysql/error-facts.js';
import { Session } from '../../../src/mysql/session.js';
import { throughProxy, type ProxiedCluster } from '../../../src/run/through-proxy.js';
import { spoil, type SpoiledNetwork } from '../../fixtures/spoiled-network.js';
import { nodeOf, sql, TargetSite } from '../../fixtures/target-site.js';

const clock = createSystemClock();
const connectTimeoutMs = 2_000;
let site: TargetSite;
let direct: Cluster;
let proxied: ProxiedCluster;
let client: Connection;

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
  client = await open();
});
afterEach(async () => {
  client.destroy();
  await sql(direct, 'db', 'DELETE FROM shop.sale');
});

it('latency delays every answer by both ways, and no longer when it is healed', async () => {
  await using fault = await spoiled(faults.latency, { delay: '150ms' });
  expect(await msOf(client.query('SELECT 1'))).toBeGreaterThanOrEqual(299);
  await fault.heal();
  await client.query('SELECT 1');
});

it('latency with jitter keeps the order of what is sent', async () => {
  await using _fault = await spoiled(faults.latency, { delay: '20ms', jitter: '20ms' });
  const rows = Array.from({ length: 50 }, (_each, index) => index);
  const answers = await Promise.all(rows.map((row) => client.query(`SELECT ${row} AS n, REPEAT('x', 3000) AS text`)));
  expect(answers.map(([row]) => row?.['n'])).toEqual(rows);
});

it('bandwidth lets a long answer through as slowly as it says', async () => {
  await using _fault = await spoiled(faults.bandwidth, { kilobytes_per_second: 50 });
  const answer = client.query("SELECT REPEAT('x', 30000) AS text");
  expect(await msOf(answer)).toBeGreaterThanOrEqual(590);
  expect(String((await answer)[0]?.['text'])).toHaveLength(30_000);
});

it('latency in one direction delays an answer once, and spares what the other connections carry', async () => {
  await using _fault = await spoiled(faults.latency, { delay: '200ms', direction: 'to-client', share: '50%' });
  const times: number[] = [];
  for (let count = 0; count < 12; count += 1) {
    const next = await open();
    times.push(await msOf(next.query('SELECT 1')));
    next.destroy();
  }
  const slow = times.filter((timeMs) => timeMs >= 199);
  expect(slow.length).toBeGreaterThan(1);
  expect(slow.length).toBeLessThan(11);
  // Both ways would take twice as long at least.
  expect(Math.min(...slow)).toBeLessThan(399);
});

it('slicing lets everything arrive in small pieces, one after the other, and nothing is lost', async () => {
  await using _fault = await spoiled(faults.slicing, { piece_bytes: 7, pause: '5ms' });
  const pieces = await greetingPieces();
  expect(pieces.length).toBeGreaterThan(5);
  // One read may find several of them.
  expect(pieces.filter((bytes) => bytes <= 7).length).toBeGreaterThan(pieces.length / 2);
  const text = 'x'.repeat(700);
  const answer = client.query(`SELECT '${text}' AS text`);
  expect(await msOf(answer)).toBeGreaterThanOrEqual(400);
  expect((await answer)[0]?.['text']).toBe(text);
});

it('a black hole keeps connections open and answers nothing; what was sent arrives after the heal', async () => {
  const fault = await spoiled(faults.blackHole, {});
  const insert = client.query('INSERT INTO shop.sale VALUES (1)');
  await expect(connect(nodeOf(proxied.cluster, 'db'), { connectTimeoutMs: 300 })).rejects.toSatisfy(isTimeout);
  expect(await sales()).toEqual([]);
  await fault.heal();
  await insert;
  expect(await sales()).toEqual([1]);
});

it('a black hole towards clients loses the answer and not the write', async () => {
  await using _fault = await spoiled(faults.blackHole, { direction: 'to-client' });
  await expect(client.query('INSERT INTO shop.sale VALUES (2)', { timeoutMs: 300 })).rejects.toSatisfy(isTimeout);
  expect(await sales()).toEqual([2]);
});

it('a reset cuts open connections and lets new ones through', async () => {
  await using _fault = await spoiled(faults.connectionReset, {});
  await expect(client.query('SELECT 1')).rejects.toThrow();
  const next = await open();
  await next.query('SELECT 1');
  next.destroy();
});

it('a reset with a time cuts new connections too, again and again', async () => {
  await using _fault = await spoiled(faults.connectionReset, { after: '100ms' });
  const next = await open();
  await next.query('SELECT 1');
  await clock.sleep(150);
  await expect(next.query('SELECT 1')).rejects.toThrow();
});

it('a slow close tells the client at once, and leaves its session and its locks on the node until later', async () => {
  await client.query('INSERT INTO shop.sale VALUES (3)');
  await client.query('START TRANSACTION');
  await client.query('UPDATE shop.sale SET id = 4 WHERE id = 3');
  await using _fault = await spoiled(faults.slowClose, { delay: '1500ms' });
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.destroy();
  const blocked = sql(direct, 'db', 'SET innodb_lock_wait_timeout = 1', 'UPDATE shop.sale SET id = 5 WHERE id = 3');
  await expect(blocked).rejects.toThrow('Lock wait timeout');
  await expect
    .poll(() => sql(direct, 'db', 'UPDATE shop.sale SET id = 5 WHERE id = 3').then(sales), { timeout: 5_000 })
    .toEqual([5]);
});

it.each(['reset', 'hang'] as const)(
  'a lost answer to COMMIT, then %s: exactly the swallowed ones are there, and in doubt',
  async (afterwards) => {
    await using fault = await spoiled(faults.commitAckLoss, { share: '30%', afterwards });
    const told = await commitAll(Array.from({ length: 60 }, (_each, index) => index));
    const doubtful = told.filter(({ isTold }) => !isTold).map(({ id }) => id);
    expect(doubtful.length).toBeGreaterThan(5);
    expect(doubtful.length).toBeLessThan(40);
    expect(await proxied.cluster.network?.effectOf(fault.id)).toBe(doubtful.length);
    expect(await sales()).toEqual(told.map(({ id }) => id));
  },
);

it('an error at COMMIT, and every other answer, is passed on as it is', async () => {
  await using _fault = await spoiled(faults.commitAckLoss, { share: '100%' });
  await client.query('START TRANSACTION');
  await client.query('INSERT INTO shop.sale VALUES (7)');
  await expect(client.query('INSERT INTO shop.sale VALUES (7)')).rejects.toMatchObject({ errno: 1062 });
  await client.query('ROLLBACK');
  expect(await sales()).toEqual([]);
});

it('an answer to COMMIT that has come in part when the fault is healed arrives whole', async () => {
  const fault = await spoiled(faults.commitAckLoss, { share: '100%' });
  const session = await openSession();
  const slow = ['START TRANSACTION', 'INSERT INTO shop.sale VALUES (8)', `SELECT '${'x'.repeat(40_000)}'`];
  const answered = new Promise<Answers>((resolve) => {
    session.askAsOne([...slow, 'DO SLEEP(0.6)', 'COMMIT'], resolve);
  });
  await clock.sleep(300);
  await fault.heal();
  const patience = setTimeout(() => session.abort('No answer.'), 3_000);
  const { error, succeeded } = await answered;
  clearTimeout(patience);
  session.close();
  expect({ error, succeeded }).toEqual({ error: noError, succeeded: 5 });
  expect(await sales()).toEqual([8]);
});

it('whoever hangs for a swallowed answer is reset by the heal, and takes no later answer for it', async () => {
  const fault = await spoiled(faults.commitAckLoss, { share: '100%', afterwards: 'hang' });
  const isReset = expect(client.query('COMMIT')).rejects.toThrow();
  await expect.poll(() => proxied.cluster.network?.effectOf(fault.id)).toBe(1);
  await fault.heal();
  await isReset;
});

function spoiled(kind: FaultKind, settings: object): Promise<SpoiledNetwork> {
  return spoil(proxied.cluster, kind, settings);
}

function open(): Promise<Connection> {
  return connect(nodeOf(proxied.cluster, 'db'), { connectTimeoutMs });
}

function openSession(): Promise<Session> {
  return new Promise((resolve, reject) => {
    Session.open(nodeOf(proxied.cluster, 'db'), { connectTimeoutMs, database: 'shop' }, (error, session) => {
      if (session === null) reject(new Error(error.message));
      else resolve(session);
    });
  });
}

/** Sizes of what arrives of the server's greeting. */
async function greetingPieces(): Promise<readonly number[]> {
  const { host, port } = nodeOf(proxied.cluster, 'db');
  const socket = connectSocket({ host, port });
  const sizes: number[] = [];
  socket.on('data', (chunk: Buffer) => sizes.push(chunk.length));
  await clock.sleep(300);
  socket.destroy();
  return sizes;
}

async function commitAll(ids: readonly number[]): Promise<readonly { id: number; isTold: boolean }[]> {
  const told: { id: number; isTold: boolean }[] = [];
  let connection = await open();
  for (const id of ids) {
    await connection.query('START TRANSACTION');
    await connection.query(`INSERT INTO shop.sale VALUES (${id})`);
    const isTold = await connection.query('COMMIT', { timeoutMs: 250 }).then(
      () => true,
      () => false,
    );
    told.push({ id, isTold });
    if (isTold) continue;
    connection.destroy();
    connection = await open();
  }
  connection.destroy();
  return told;
}

async function sales(): Promise<readonly number[]> {
  return (await sql(direct, 'db', 'SELECT id FROM shop.sale ORDER BY id')).map((row) => Number(row['id']));
}

async function msOf(work: Promise<unknown>): Promise<number> {
  const startMs = clock.nowMs();
  await work;
  return clock.nowMs() - startMs;
}
