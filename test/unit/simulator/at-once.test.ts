/** The simulated server when several statements reach it at once: it carries them out in their order, as a real one does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../../../src/mysql/session.js';
import { SimulatedSite } from '../../fixtures/simulated-site.js';

let site: SimulatedSite;
let session: Session;

beforeEach(async () => {
  site = await SimulatedSite.open();
  session = await open();
});
afterEach(async () => {
  session.close();
  await site[Symbol.asyncDispose]();
});

const lock = (account: number): string =>
  `SELECT @b0 := balance, @v0 := version, @a0 := account_id FROM account WHERE account_id = ${account} FOR UPDATE`;
const read = (account: number): string => `SELECT balance, version FROM account WHERE account_id = ${account}`;
const add = (account: number, amount: number): string =>
  `UPDATE account SET balance = balance + ${amount}, version = version + 1 WHERE account_id = ${account}`;
const pay = (id: number, state = "'posted'"): string =>
  `INSERT INTO payment (payment_id, operation, amount, state, original_id, client_time, attempt) VALUES (${id}, 'transfer', 5, ${state}, NULL, 1, 1)`;
const keptEntry = (id: number, account: number): string =>
  `INSERT INTO entry (payment_id, leg, account_id, amount, balance_after, account_version) VALUES (${id}, 0, ${account}, -5, @b0 + -5, @v0 + 1)`;
const stateIf = (account: number, balanceMin: number): string =>
  `IF(@a0 = ${account} AND @b0 >= ${balanceMin}, 'posted', NULL)`;

describe('texts that are sent ahead', () => {
  it('are answered in their order, and what follows an error is carried out all the same', async () => {
    const found = await ask([read(1), 'SELECT nonsense FROM account', add(1, -5), read(1)], 'each');
    expect(found).toMatchObject({ succeeded: 1, errno: 1064 });
    expect(found.numbers).toEqual([100, Number.NaN, Number.NaN]);
    expect((await ask([read(1)], 'each')).numbers[0]).toBe(95);
  });

  it('begin no transaction by themselves, but on a connection without autocommit', async () => {
    await ask(['SET autocommit = 0', lock(1), add(1, -5), pay(7), keptEntry(7, 1)], 'each');
    const other = await site.connect('b');
    expect(await other.query('SELECT balance FROM account WHERE account_id = 1')).toEqual([{ balance: 100 }]);
    expect(await ask(['COMMIT'], 'each')).toMatchObject({ succeeded: 1, errno: 0 });
    const entries = 'SELECT balance_after, account_version FROM entry WHERE payment_id = 7';
    expect(await other.query(entries)).toEqual([{ balance_after: 95, account_version: 1 }]);
    await ask([add(1, -5), 'ROLLBACK'], 'each');
    expect(await other.query('SELECT balance FROM account WHERE account_id = 1')).toEqual([{ balance: 95 }]);
  });
});

describe('a text of several statements', () => {
  it('is answered statement by statement', async () => {
    const found = await ask(['BEGIN', lock(1), add(1, -5), keptEntry(7, 1), pay(7, stateIf(1, 5)), 'COMMIT'], 'one');
    expect(found).toMatchObject({ succeeded: 6, errno: 0 });
    expect(found.numbers[1]).toBe(100);
    expect(await (await site.connect('c')).query('SELECT balance FROM account WHERE account_id = 1')).toEqual([
      { balance: 95 },
    ]);
  });

  it('ends with its first error, so that its COMMIT is never reached', async () => {
    const found = await ask(['BEGIN', lock(1), add(1, -500), pay(7, stateIf(1, 500)), 'COMMIT'], 'one');
    expect(found).toMatchObject({ succeeded: 3, errno: 1048 });
    expect(await ask(['ROLLBACK', read(1)], 'each')).toMatchObject({ succeeded: 2 });
    expect(await (await site.connect('c')).query('SELECT balance FROM account WHERE account_id = 1')).toEqual([
      { balance: 100 },
    ]);
  });

  it('keeps what was read for its session alone, and NULL before anything was', async () => {
    await ask(['BEGIN', lock(1)], 'each');
    const other = await open();
    const unread = await new Promise<number>((resolve) => {
      other.askAsOne(['BEGIN', pay(7, stateIf(1, 5))], ({ error }) => resolve(error.errno));
    });
    other.close();
    expect(unread).toBe(1048);
    expect(await ask([pay(7, stateIf(1, 5))], 'each')).toMatchObject({ succeeded: 1 });
  });

  it('may hold a semicolon in a value', async () => {
    const text = "INSERT INTO outbox (event_id, payment_id, topic) VALUES (1, 1, 'a;b')";
    expect(await ask([text, 'SELECT event_id FROM outbox WHERE event_id = 1'], 'one')).toMatchObject({ succeeded: 2 });
  });
});

it('what is asked when the server has gone is answered at once: the connection is lost', async () => {
  await site.cluster[Symbol.asyncDispose]();
  expect((await ask([read(1)], 'each')).errno).toBe(60_001);
  expect(session.isOver).toBe(true);
});

interface Found {
  readonly succeeded: number;
  readonly errno: number;
  /** The first number of each statement's answer. */
  readonly numbers: readonly number[];
}

function ask(statements: readonly string[], how: 'each' | 'one'): Promise<Found> {
  return new Promise((resolve) => {
    const done: Parameters<Session['ask']>[1] = (answers) =>
      resolve({
        succeeded: answers.succeeded,
        errno: answers.error.errno,
        numbers: [0, 1, 2].map((statement) => answers.number(statement, 0)),
      });
    if (how === 'each') session.ask(statements, done);
    else session.askAsOne(statements, done);
  });
}

function open(): Promise<Session> {
  return new Promise((resolve, reject) => {
    const options = { connectTimeoutMs: 2_000, database: 'paystorm' };
    Session.open(site.endpoint('a'), options, (error, opened) => {
      if (opened === null) reject(new Error(error.message));
      else resolve(opened);
    });
  });
}
