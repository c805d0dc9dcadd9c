/** The connections of the reference gateway: whoever finds their queue full is refused, and keeps nobody else from being served. */
import { expect, it } from 'vitest';
import { Database } from '../../../examples/gateway/database.mjs';
import { createSystemClock } from '../../../src/kit/clock.js';
import { ScriptedServer } from '../../fixtures/scripted-server.js';

const clock = createSystemClock();
const acquireTimeoutMs = 400;

it('more requests than may wait for a connection are refused without a standstill', async () => {
  await using server = await ScriptedServer.listen();
  server.answer((sql) =>
    sql.includes('read_only')
      ? { kind: 'rows', columns: ['isReadOnly'], rows: [[0]] }
      : { kind: 'rows', columns: ['Variable_name', 'Value'], rows: [] },
  );
  const { host, port, user, password } = server.endpoint;
  const database = new Database({
    nodes: [{ name: 'db', host, port, user, password }],
    poolSize: 1,
    acquireTimeoutMs,
    connectTimeoutMs: 5_000,
    statementTimeoutMs: 5_000,
    lookEveryMs: 1_000,
  });
  await expect.poll(() => database.isServing).toBe(true);
  const held = await database.connection();
  const startMs = clock.nowMs();
  // Four may wait for it, and six are turned away at once.
  const asked = Promise.allSettled(Array.from({ length: 10 }, () => database.connection()));
  await clock.sleep(20);
  expect(clock.nowMs() - startMs).toBeLessThan(acquireTimeoutMs / 2);
  expect((await asked).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'rejected'));
  held.release();
  database.close();
});
