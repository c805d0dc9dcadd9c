import { afterEach, beforeEach, expect, it } from 'vitest';
import { mariadb } from '../../../src/catalog/flavors/mariadb.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import type { Cluster } from '../../../src/model/topology.js';
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
import { healthByFlavor } from '../../../src/run/health-by-flavor.js';
import { scriptedCluster } from '../../fixtures/scripted-cluster.js';
import { ScriptedServer } from '../../fixtures/scripted-server.js';

let writer: ScriptedServer;
let replica: ScriptedServer;
let cluster: Cluster;
beforeEach(async () => {
  [writer, replica] = [await ScriptedServer.listen(), await ScriptedServer.listen()];
  cluster = healthByFlavor(await scriptedCluster({ writer, replica }), mariadb, createSystemClock());
  says(writer, { isReadOnly: false });
  says(replica, { isReadOnly: true, applying: 'Yes' });
});
afterEach(async () => {
  await cluster[Symbol.asyncDispose]();
  for (const server of [writer, replica]) await server[Symbol.asyncDispose]();
});

it('a writer and a replica that applies are whole', async () => {
  await cluster.awaitHealthy({ timeoutMs: 0 });
});

it('who may not see its replication is taken at its answer', async () => {
  says(replica, { isReadOnly: true, applying: null });
  await cluster.awaitHealthy({ timeoutMs: 0 });
});

it('a replica that answers and applies nothing is not whole, until it applies again', async () => {
  says(replica, { isReadOnly: true, applying: 'No' });
  const look = cluster.awaitHealthy({ timeoutMs: 300 });
  await expect(look).rejects.toThrow('replica does not replicate (receiving Yes, applying No).');
  const waiting = cluster.awaitHealthy({ timeoutMs: 10_000 });
  says(replica, { isReadOnly: true, applying: 'Yes' });
  await waiting;
});

it('a server that is still starting is waited for', async () => {
  replica.refuse({ kind: 'error', errno: 1053, sqlstate: '08S01', message: 'Server shutdown in progress' });
  await expect(cluster.awaitHealthy({ timeoutMs: 300 })).rejects.toThrow('replica does not answer.');
  const waiting = cluster.awaitHealthy({ timeoutMs: 10_000 });
  replica.refuse(null);
  await waiting;
});

it('the only one that takes writes is the primary, whatever it followed before it was promoted', async () => {
  says(writer, { isReadOnly: false, applying: 'No' });
  await cluster.awaitHealthy({ timeoutMs: 0 });
});

it('a replica that applies nothing is not whole where it takes writes beside another', async () => {
  says(replica, { isReadOnly: false, applying: 'No' });
  const look = cluster.awaitHealthy({ timeoutMs: 0 });
  await expect(look).rejects.toThrow('replica does not replicate (receiving Yes, applying No).');
});

it('servers of which none takes writes are not whole', async () => {
  says(writer, { isReadOnly: true });
  await expect(cluster.awaitHealthy({ timeoutMs: 0 })).rejects.toThrow('No node takes writes.');
});

it('waiting ends with the signal', async () => {
  says(writer, { isReadOnly: true });
  const stop = new AbortController();
  const waiting = cluster.awaitHealthy({ timeoutMs: 60_000, signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});

interface Said {
  readonly isReadOnly: boolean;
  /** Null: the account may not see it; left out: it follows nobody. */
  readonly applying?: 'Yes' | 'No' | null;
}

function says(server: ScriptedServer, { isReadOnly, applying }: Said): void {
  server.answer((sql): WireAnswer | null => {
    if (sql.includes('read_only')) return { kind: 'rows', columns: ['read_only'], rows: [[isReadOnly ? 1 : 0]] };
    if (sql !== 'SHOW SLAVE STATUS') return null;
    if (applying === null) return { kind: 'error', errno: 1227, sqlstate: '42000', message: 'Access denied' };
    const columns = ['Slave_IO_Running', 'Slave_SQL_Running'];
    return { kind: 'rows', columns, rows: applying === undefined ? [] : [['Yes', applying]] };
  });
}
