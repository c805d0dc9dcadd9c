/** A run names some nodes of a cluster, and the lock that keeps other runs away is on those alone: the members that it does not name are told. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { galera } from '../../../src/catalog/flavors/galera.js';
import { groupReplication } from '../../../src/catalog/flavors/group-replication.js';
import { mariadb } from '../../../src/catalog/flavors/mariadb.js';
import { membersNotNamed } from '../../../src/commands/guard-target.js';
import { absentCluster } from '../../../src/kit/absent-cluster.js';
import type { Flavor } from '../../../src/model/flavor.js';
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
import { ScriptedServer } from '../../fixtures/scripted-server.js';

let server: ScriptedServer;
beforeEach(async () => {
  server = await ScriptedServer.listen();
});
afterEach(() => server[Symbol.asyncDispose]());

const sentence =
  'db says that its cluster has 3 members, and the scenario names 1: a run that names only the others is not kept from breaking the cluster at the same time. Name them all under target.nodes.';

it('members of a Galera cluster that the scenario does not name are told', async () => {
  saysSize(3);
  expect(await notNamed(galera)).toBe(sentence);
});

it('members of a replication group that the scenario does not name are told', async () => {
  server.answer((sql) => {
    const rows = ['one', 'two', 'three'].map((id) => [id, 'ONLINE', 'SECONDARY']);
    if (sql.includes('replication_group_members')) return { kind: 'rows', columns: ['id', 'state', 'role'], rows };
    return { kind: 'rows', columns: ['id', 'read_only'], rows: [['one', 1]] };
  });
  expect(await notNamed(groupReplication)).toBe(sentence);
});

it.each<[string, Flavor, () => void]>([
  ['names them all', galera, () => saysSize(1)],
  ['names a server without others', mariadb, () => saysSize(3)],
  ['names one that may not tell', galera, () => server.answer(() => ({ kind: 'error', errno: 1227, message: 'no' }))],
])('nothing is told where it %s', async (_what, flavor, prepare) => {
  prepare();
  expect(await notNamed(flavor)).toBeNull();
});

function saysSize(size: number): void {
  server.answer((): WireAnswer => ({
    kind: 'rows',
    columns: ['Variable_name', 'Value'],
    rows: [
      ['wsrep_cluster_status', 'Primary'],
      ['wsrep_cluster_size', String(size)],
    ],
  }));
}

function notNamed(flavor: Flavor) {
  return membersNotNamed({ ...absentCluster('external'), nodes: [server.endpoint] }, flavor);
}
