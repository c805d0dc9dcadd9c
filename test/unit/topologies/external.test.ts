/** Servers that others run are counted by what they are, not by how often they are given. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { external } from '../../../src/catalog/topologies/external.js';
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
import { scriptedCluster } from '../../fixtures/scripted-cluster.js';
import { ScriptedServer } from '../../fixtures/scripted-server.js';

const uuid = '3e11fa47-71ca-11e1-9e33-c80aa9429562';

let one: ScriptedServer;
let other: ScriptedServer;
beforeAll(async () => {
  one = await ScriptedServer.listen();
  other = await ScriptedServer.listen();
});
afterAll(async () => {
  await one[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

it('one server that is given by two addresses is refused, by name and before anything is sent', async () => {
  for (const server of [one, other]) says(server, { server_uuid: uuid, hostname: 'db', port: '3306' });
  await expect(start()).rejects.toMatchObject({
    code: 'guardRefused',
    message: expect.stringContaining('a and b are the same server') as string,
    hint: 'Give each server once, by one of its addresses.',
  });
});

it.each([
  ['another UUID', { server_uuid: uuid, hostname: 'db' }, { server_uuid: uuid.replace('3', '4'), hostname: 'db' }],
  ['other data, as of two MariaDBs on a machine', { hostname: 'db', datadir: '/a' }, { hostname: 'db', datadir: '/b' }],
  ['nothing that tells', {}, {}],
])('servers with %s are two', async (_name, first, second) => {
  says(one, first);
  says(other, second);
  await using cluster = await start();
  expect(cluster.nodes.map(({ name }) => name)).toEqual(['a', 'b']);
});

it('what stands in front of many servers answers for any of them, and is not compared', async () => {
  for (const server of [one, other]) says(server, { hostname: 'tablet', server_uuid: uuid }, '8.0.30-Vitess');
  await using cluster = await start();
  expect(cluster.nodes).toHaveLength(2);
});

describe('admin_url', () => {
  const db = { hostname: 'db', server_uuid: uuid, port: '3306' };
  const both = (): void => {
    for (const server of [one, other]) says(server, db);
  };

  it('by another address of the same server is accepted', async () => {
    both();
    await using cluster = await start([one], other);
    expect(cluster.nodes).toHaveLength(1);
  });

  it.each([
    ['another server', (): void => says(other, { ...db, server_uuid: uuid.replace('3', '4') })],
    ['a server that does not tell which one it is', (): void => says(other, db, '8.0.30-Vitess')],
  ])('that leads to %s is refused, with both addresses', async (_what, change) => {
    both();
    change();
    await expect(start([one], other)).rejects.toMatchObject({
      code: 'guardRefused',
      message: expect.stringMatching(
        `admin_url of a leads to 127.0.0.1:${other.endpoint.port}, .* 127.0.0.1:${one.endpoint.port}`,
      ) as string,
    });
  });

  it('that nobody answers is told before anything is sent', async () => {
    both();
    other.refuse({ kind: 'error', errno: 1045, sqlstate: '28000', message: 'Access denied' });
    await expect(start([one], other)).rejects.toMatchObject({ code: 'setupFailed' });
    other.refuse(null);
  });

  it('elsewhere stands in the plan', () => {
    const url = 'mysql://app:secret@db.example:3306';
    const settings = external.settings.parse({ nodes: [{ url, admin_url: 'mysql://root:hidden@10.0.0.9:3307' }] });
    expect(external.describe(settings)).toBe('1 server that others run (db.example:3306, statements by 10.0.0.9:3307)');
  });
});

it('is whole as soon as every server answers, and says who does not', async () => {
  for (const server of [one, other]) says(server, {});
  await using cluster = await start();
  const refusal = { kind: 'error', errno: 1053, sqlstate: '08S01', message: 'Server shutdown in progress' } as const;
  other.refuse(refusal);
  await expect(cluster.awaitHealthy({ timeoutMs: 300 })).rejects.toThrow('b (127.0.0.1:');
  const waiting = cluster.awaitHealthy({ timeoutMs: 10_000 });
  other.refuse(null);
  await waiting;
  other.refuse(refusal);
  const stop = new AbortController();
  const stopped = cluster.awaitHealthy({ timeoutMs: 60_000, signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(stopped).rejects.toThrow('enough');
  other.refuse(null);
});

function says(server: ScriptedServer, variables: Readonly<Record<string, string>>, version = '8.4.0'): void {
  const rows = Object.entries(variables);
  server.answer((sql): WireAnswer => {
    return sql.startsWith('SHOW GLOBAL VARIABLES')
      ? { kind: 'rows', columns: ['Variable_name', 'Value'], rows }
      : { kind: 'rows', columns: ['version'], rows: [[version]] };
  });
}

function start(servers = [one, other], administrator?: ScriptedServer) {
  const named = servers.map((server, index) => ['ab'.charAt(index), server] as const);
  return scriptedCluster(Object.fromEntries(named), administrator);
}
