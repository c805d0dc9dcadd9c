/** The server's side of the protocol, seen by the client that the load uses. */
import { afterEach, expect, it } from 'vitest';
import { driverErrno } from '../../../src/model/outcome.js';
import type { Endpoint } from '../../../src/model/topology.js';
import { connect } from '../../../src/mysql/connect.js';
import { errnoOf, isTimeout } from '../../../src/mysql/error-facts.js';
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
import { WireServer } from '../../../src/mysql/wire-server.js';

const host = '127.0.0.1';
const patient = { connectTimeoutMs: 5_000 };
const hasty = { connectTimeoutMs: 150 };
let server: WireServer;
let closed = 0;

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  closed = 0;
});

it('answers rows with their types, statement after statement', async () => {
  const rows = [
    [1, 'a', null],
    [2 ** 52, 'ü', 'x'],
  ] as const;
  const endpoint = await serve(() => ({ kind: 'rows', columns: ['id', 'name', 'extra'], rows }));
  await using connection = await connect(endpoint, patient);
  for (let times = 0; times < 3; times += 1) {
    expect(await connection.query('SELECT * FROM account')).toEqual([
      { id: 1, name: 'a', extra: null },
      { id: 2 ** 52, name: 'ü', extra: 'x' },
    ]);
  }
});

it('passes every statement on as it was sent, SET and PREPARE too', async () => {
  const heard: string[] = [];
  const endpoint = await serve((sql) => {
    heard.push(sql);
    return { kind: 'ok' };
  });
  await using connection = await connect(endpoint, patient);
  const statements = ['BEGIN', 'SET SESSION wsrep_sync_wait = 15', "INSERT INTO t VALUES ('ü')", 'COMMIT'];
  for (const sql of statements) await connection.query(sql);
  expect(heard).toEqual(statements);
});

it('answers errors with number, sqlstate and message, and goes on', async () => {
  const error = { kind: 'error', errno: 4012, sqlstate: '25000', message: 'Transaction result is unknown' } as const;
  const endpoint = await serve((sql) => (sql === 'COMMIT' ? error : { kind: 'ok' }));
  await using connection = await connect(endpoint, patient);
  await expect(connection.query('COMMIT')).rejects.toMatchObject({
    errno: 4012,
    sqlState: '25000',
    message: 'Transaction result is unknown',
  });
  await connection.query('ROLLBACK');
});

it('refuses a client as it is told', async () => {
  server = await WireServer.listen({
    host,
    port: 0,
    version: '8.0.36',
    openSession: () => ({ kind: 'error', errno: 1040, message: 'Too many connections' }),
  });
  await expect(connect(endpointOf(server), patient)).rejects.toMatchObject({ errno: 1040 });
});

it('cuts the connection where a killed server would, refuses, and comes back on its port', async () => {
  const endpoint = await serve((sql) => ({ kind: sql === 'COMMIT' ? 'reset' : 'ok' }));
  await using first = await connect(endpoint, patient);
  await expect(first.query('COMMIT')).rejects.toSatisfy((error) => errnoOf(error) === driverErrno.connectionLost);
  await using second = await connect(endpoint, patient);
  await server.kill();
  await expect(second.query('SELECT 1')).rejects.toThrow();
  await expect(connect(endpoint, patient)).rejects.toSatisfy((error) => errnoOf(error) === driverErrno.unreachable);
  await server.start();
  await using third = await connect(endpoint, patient);
  await third.query('SELECT 1');
  await expect.poll(() => closed).toBe(2);
});

it('hangs while it is frozen, greets nobody, and answers what was asked when it goes on', async () => {
  const endpoint = await serve(() => ({ kind: 'ok' }));
  await using connection = await connect(endpoint, patient);
  server.freeze();
  await expect(connect(endpoint, hasty)).rejects.toSatisfy(isTimeout);
  let isAnswered = false;
  const asked = connection.query('SELECT 1').then(() => {
    isAnswered = true;
  });
  await new Promise(setImmediate);
  expect(isAnswered).toBe(false);
  server.resume();
  await asked;
});

it('can leave a statement without an answer', async () => {
  const endpoint = await serve(() => ({ kind: 'hang' }));
  await using connection = await connect(endpoint, patient);
  await expect(connection.query('COMMIT', { timeoutMs: 50 })).rejects.toSatisfy(isTimeout);
});

async function serve(answer: (sql: string) => WireAnswer): Promise<Endpoint> {
  server = await WireServer.listen({
    host,
    port: 0,
    version: '10.11.19-MariaDB',
    openSession: () => ({ answer, close: () => void (closed += 1) }),
  });
  return endpointOf(server);
}

function endpointOf({ port }: WireServer): Endpoint {
  return { name: 'a', zone: 'a', host, port, user: 'paystorm', password: 'any', tls: null };
}
