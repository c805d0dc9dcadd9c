/** The simulated cluster as a client sees it: transactions, keys, locks, snapshots, and what happens to them when a node is lost. */
import { afterEach, describe, expect, it } from 'vitest';
import { errnoOf } from '../../../src/mysql/error-facts.js';
import { driverErrno } from '../../../src/model/outcome.js';
import type { Connection } from '../../../src/mysql/connect.js';
import { SimulatedSite } from '../../fixtures/simulated-site.js';

let site: SimulatedSite;
afterEach(() => site[Symbol.asyncDispose]());

const balance = (account: number): string => `SELECT balance, version FROM account WHERE account_id = ${account}`;
const pay = (id: number, attempt = 1): string =>
  `INSERT INTO payment (payment_id, operation, amount, state, original_id, client_time, attempt) VALUES (${id}, 'transfer', 5, 'posted', NULL, ${attempt}, ${attempt})`;
const add = (account: number, amount: number): string =>
  `UPDATE account SET balance = balance + ${amount}, version = version + 1 WHERE account_id = ${account}`;
const entry = (id: number): string =>
  `INSERT INTO entry (payment_id, leg, account_id, amount, balance_after, account_version) VALUES (${id}, 0, 3, -5, 95, 1)`;
const payments =
  'SELECT payment_id FROM payment WHERE payment_id >= 0 AND payment_id < 100 ORDER BY payment_id, attempt';

async function run(connection: Connection, ...statements: readonly string[]): ReturnType<Connection['query']> {
  let rows: Awaited<ReturnType<Connection['query']>> = [];
  for (const statement of statements) rows = await connection.query(statement);
  return rows;
}

/** The server's number, 0 when it did not refuse. */
async function errnoFrom(connection: Connection, ...statements: readonly string[]): Promise<number> {
  return run(connection, ...statements).then(() => 0, errnoOf);
}

/** Whether it has been answered, once the server has answered somebody else since. */
async function isAnswered(question: Promise<unknown>, other: Connection): Promise<boolean> {
  let isDone = false;
  question.then(
    () => (isDone = true),
    () => (isDone = true),
  );
  for (let times = 0; times < 3; times += 1) await other.query('SELECT 1');
  return isDone;
}

describe('transactions', () => {
  it('show nothing to others before they commit, and then everything on every node', async () => {
    site = await SimulatedSite.open();
    const [here, there] = [await site.connect('a'), await site.connect('b')];
    await run(here, 'BEGIN', add(1, -5), add(2, 5), pay(7));
    expect(await run(there, balance(1))).toEqual([{ balance: 100, version: 0 }]);
    expect(await run(here, balance(1))).toEqual([{ balance: 95, version: 1 }]);
    await run(here, 'COMMIT');
    expect(await run(there, balance(2))).toEqual([{ balance: 105, version: 1 }]);
    expect(await run(await site.connect('c'), payments)).toEqual([{ payment_id: 7 }]);
  });

  it('leave nothing behind when they are rolled back, or lost with their connection', async () => {
    site = await SimulatedSite.open();
    const [first, second, other] = [await site.connect('a'), await site.connect('b'), await site.connect('c')];
    await run(first, 'BEGIN', add(1, -5), 'ROLLBACK');
    await run(second, 'BEGIN', add(2, -5));
    second.destroy();
    await run(other, 'BEGIN', `${balance(2)} FOR UPDATE`, 'COMMIT');
    expect(await run(other, balance(1))).toEqual([{ balance: 100, version: 0 }]);
    expect(await run(other, balance(2))).toEqual([{ balance: 100, version: 0 }]);
  });

  it('wait for a row that another holds, also on another node, and see what it left', async () => {
    site = await SimulatedSite.open();
    const [first, second, other] = [await site.connect('a'), await site.connect('b'), await site.connect('c')];
    await run(first, 'BEGIN', `${balance(1)} FOR UPDATE`, add(1, -5));
    await run(second, 'BEGIN');
    const waiting = run(second, `${balance(1)} FOR UPDATE`);
    expect(await isAnswered(waiting, other)).toBe(false);
    await run(first, 'COMMIT');
    expect(await waiting).toEqual([{ balance: 95, version: 1 }]);
  });

  it('are told when they have waited for too long', async () => {
    site = await SimulatedSite.open();
    const [first, second, other] = [await site.connect('a'), await site.connect('a'), await site.connect('a')];
    await run(first, 'BEGIN', `${balance(1)} FOR UPDATE`);
    await run(second, 'BEGIN');
    const waiting = errnoFrom(second, `${balance(1)} FOR UPDATE`);
    expect(await isAnswered(waiting, other)).toBe(false);
    await site.clock.advance(5_000);
    expect(await waiting).toBe(1205);
  });

  it('read one moment of the past in a consistent snapshot', async () => {
    site = await SimulatedSite.open();
    const [reader, writer] = [await site.connect('a'), await site.connect('b')];
    await run(
      reader,
      'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ',
      'START TRANSACTION WITH CONSISTENT SNAPSHOT',
    );
    await run(writer, 'BEGIN', add(1, -5), pay(7), 'COMMIT');
    expect(await run(reader, balance(1))).toEqual([{ balance: 100, version: 0 }]);
    expect(await run(reader, payments)).toEqual([]);
    expect(await run(reader, 'COMMIT', payments)).toEqual([{ payment_id: 7 }]);
  });
});

describe('keys', () => {
  it('refuse a second payment of the same id in the words of a server', async () => {
    site = await SimulatedSite.open();
    const client = await site.connect('a');
    await run(client, pay(7));
    await expect(run(client, pay(7, 2))).rejects.toMatchObject({
      errno: 1062,
      message: "Duplicate entry '7' for key 'PRIMARY'",
    });
  });

  it('let it in where the ledger is to detect it', async () => {
    site = await SimulatedSite.open('detect');
    const client = await site.connect('a');
    await run(client, pay(7), pay(7, 2));
    expect(await run(client, payments)).toHaveLength(2);
  });

  it('refuse a fork of an account in the words of a server', async () => {
    site = await SimulatedSite.open();
    const client = await site.connect('a');
    await run(client, entry(7));
    await expect(run(client, entry(8))).rejects.toMatchObject({
      errno: 1062,
      message: "Duplicate entry '3-1' for key 'entry_by_account'",
    });
  });
});

it.each([
  'DELETE FROM payment',
  'SELECT SLEEP(1)',
  'UPDATE account SET balance = 5 WHERE account_id = 1',
  'SELECT balance FROM account WHERE balance LIKE 1',
  'DROP DATABASE paystorm',
  "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_size'",
])('what paystorm never sends is not understood: %s', async (sql) => {
  site = await SimulatedSite.open();
  expect(await errnoFrom(await site.connect('a'), 'BEGIN', sql)).toBe(1064);
});

it('unknown tables, columns, schemas and variables are errors of their own', async () => {
  site = await SimulatedSite.open();
  const client = await site.connect('a');
  expect(await errnoFrom(client, 'SELECT 1 FROM nothing')).toBe(1146);
  expect(await errnoFrom(client, 'INSERT INTO probe (lane, wrong) VALUES (1, 2)')).toBe(1054);
  expect(await errnoFrom(client, 'SELECT @@global.wsrep_on AS x')).toBe(1193);
  await expect(site.connect('a', 'elsewhere')).rejects.toMatchObject({ errno: 1049 });
});

it('a node with too many connections refuses the next', async () => {
  site = await SimulatedSite.open();
  for (let times = 0; times < 8; times += 1) await site.connect('b');
  await expect(site.connect('b')).rejects.toMatchObject({ errno: 1040 });
});

describe('a node that is killed', () => {
  it('refuses, takes its open transactions with it, and comes back with the rows of the others', async () => {
    site = await SimulatedSite.open();
    const [lost, other] = [await site.connect('b'), await site.connect('a')];
    await run(lost, 'BEGIN', add(1, -5));
    await site.cluster.end('b', true);
    expect([driverErrno.connectionLost, driverErrno.unreachable]).toContain(await errnoFrom(lost, 'COMMIT'));
    await expect(site.connect('b')).rejects.toSatisfy((error) => errnoOf(error) === driverErrno.unreachable);
    await site.clock.advance(1_000);
    await run(other, 'BEGIN', add(1, -7), 'COMMIT');
    await site.cluster.start('b');
    expect(await run(await site.connect('b'), balance(1))).toEqual([{ balance: 93, version: 1 }]);
    expect(site.cluster.stateOf('b')).toBe('running');
  });

  it('makes the others wait with their writes until they agree, but not with their reads', async () => {
    site = await SimulatedSite.open();
    const [writer, reader] = [await site.connect('a'), await site.connect('c')];
    await site.cluster.end('b', true);
    const write = run(writer, pay(7));
    expect(await isAnswered(write, reader)).toBe(false);
    await site.clock.advance(1_000);
    await write;
  });

  it('does not carry out a COMMIT that was still waiting when it died', async () => {
    site = await SimulatedSite.open();
    const [writer, other] = [await site.connect('a'), await site.connect('c')];
    await site.cluster.end('b', true);
    await run(writer, 'BEGIN', pay(7));
    const commit = errnoFrom(writer, 'COMMIT');
    await isAnswered(commit, other);
    await site.cluster.end('a', true);
    await site.cluster.start('a');
    await site.clock.advance(1_000);
    expect(await commit).toBe(driverErrno.connectionLost);
    expect(await run(other, payments)).toEqual([]);
  });

  it('keeps its rows when nobody else is left, and the one who was there last gives them to the others', async () => {
    site = await SimulatedSite.open();
    await site.cluster.end('a', false);
    await run(await site.connect('b'), pay(7));
    await site.cluster.end('b', false);
    await site.cluster.end('c', false);
    await site.cluster.start('a');
    expect(await run(await site.connect('a'), payments)).toEqual([{ payment_id: 7 }]);
  });
});

describe('a node that is frozen', () => {
  it('goes on as if nothing had been when it comes back before the others give it up', async () => {
    site = await SimulatedSite.open();
    const [frozen, other] = [await site.connect('b'), await site.connect('a')];
    await run(frozen, 'BEGIN', add(1, -5));
    site.cluster.pause('b', 60_000);
    await site.clock.advance(500);
    site.cluster.resume('b');
    await run(frozen, 'COMMIT');
    expect(await run(other, balance(1))).toEqual([{ balance: 95, version: 1 }]);
  });

  it('has lost its open transactions when the others have gone on without it, and has their rows', async () => {
    site = await SimulatedSite.open();
    const [frozen, other] = [await site.connect('b'), await site.connect('a')];
    await run(frozen, 'BEGIN', add(1, -5));
    site.cluster.pause('b', 60_000);
    await site.clock.advance(1_000);
    await run(other, 'BEGIN', add(1, -7), 'COMMIT');
    site.cluster.resume('b');
    expect(await errnoFrom(frozen, 'COMMIT')).toBe(1213);
    expect(await run(frozen, balance(1))).toEqual([{ balance: 93, version: 1 }]);
  });

  it('goes on by itself when nobody resumes it', async () => {
    site = await SimulatedSite.open();
    site.cluster.pause('b', 2_000);
    expect(site.cluster.stateOf('b')).toBe('paused');
    await site.clock.advance(2_000);
    expect(site.cluster.stateOf('b')).toBe('running');
    expect(site.cluster.truth().outages).toHaveLength(1);
  });
});
