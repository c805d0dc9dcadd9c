/** Servers that others run are counted by what they are, not by how often they are given. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { external } from '../../../src/catalog/topologies/external.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
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

function says(server: ScriptedServer, variables: Readonly<Record<string, string>>, version = '8.4.0'): void {
  const rows = Object.entries(variables);
  server.answer((sql): WireAnswer => {
    return sql.startsWith('SHOW GLOBAL VARIABLES')
      ? { kind: 'rows', columns: ['Variable_name', 'Value'], rows }
      : { kind: 'rows', columns: ['version'], rows: [[version]] };
  });
}

function start() {
  const nodes = [one, other].map(({ endpoint }, index) => ({
    name: 'ab'.charAt(index),
    url: `mysql://app:secret@127.0.0.1:${endpoint.port}?tls=off`,
  }));
  return external.start(external.settings.parse({ nodes }), {
    clock: createSystemClock(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    connectionsMax: 10,
    isKept: false,
    runDirectory: null,
  });
}
