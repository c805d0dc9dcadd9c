/** A node is judged by what it tells: what this user may not be told does not make it down. */
import { expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
import { NodeWatch } from '../../../src/run/watch-nodes.js';
import { ScriptedServer } from '../../fixtures/scripted-server.js';

const denied: WireAnswer = {
  kind: 'error',
  errno: 1227,
  sqlstate: '42000',
  message: 'Access denied; you need (at least one of) the SUPER, SLAVE MONITOR privilege(s) for this operation',
};

const answers: WireAnswer = { kind: 'rows', columns: ['read_only'], rows: [[0]] };

it('a node that takes writes is serving for a user who may not see its replication, and the missing right is named', async () => {
  const seen = await firstLook('mariadb', (sql) => (sql.startsWith('SHOW') ? denied : answers));
  expect(seen).toMatchObject({ state: 'serving', detail: 'needs GRANT SLAVE MONITOR ON *.* for SHOW SLAVE STATUS' });
});

it('a node that may tell nothing is unknown and not down', async () => {
  const seen = await firstLook('tidb', () => denied);
  expect(seen).toMatchObject({ state: 'unknown', detail: 'needs GRANT SLAVE MONITOR ON *.*' });
});

it('a node that ended the connection of its watcher, and answers the next, was never down', async () => {
  await using server = await ScriptedServer.listen();
  let looks = 0;
  server.answer((sql) => {
    if (!sql.startsWith('SHOW')) return answers;
    looks += 1;
    return looks === 2 ? { kind: 'reset' } : answers;
  });
  const states: string[] = [];
  const report = (event: JournalEvent): void => void states.push(event.kind === 'node-state' ? event.state : '');
  const flavor = createCatalog().flavors.get('mariadb');
  await using _watch = new NodeWatch({
    endpoint: server.endpoint,
    flavor,
    clock: createSystemClock(),
    isMember: () => true,
    report,
  });
  await expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThan(4);
  expect(states).toEqual(['serving']);
});

async function firstLook(kind: string, script: (sql: string) => WireAnswer): Promise<JournalEvent> {
  await using server = await ScriptedServer.listen();
  server.answer(script);
  const endpoint = server.endpoint;
  const flavor = createCatalog().flavors.get(kind);
  const looks: AsyncDisposable[] = [];
  const seen = await new Promise<JournalEvent>((report) => {
    looks.push(new NodeWatch({ endpoint, flavor, clock: createSystemClock(), isMember: () => true, report }));
  });
  await looks[0]?.[Symbol.asyncDispose]();
  return seen;
}
