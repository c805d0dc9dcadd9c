/** A proxied node that is reached by a UNIX socket: clients come in over TCP all the same, and are told when the server is not there or goes. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ProxiedNode } from '../../../src/proxy/proxied-node.js';
import { Scratch } from '../../fixtures/scratch.js';

let scratch: Scratch;
beforeEach(() => (scratch = new Scratch()));
afterEach(() => scratch[Symbol.dispose]());

it('bytes go both ways, and a client is reset when the server is gone', async () => {
  const accepted: Socket[] = [];
  const server = createServer((socket) => {
    accepted.push(socket);
    socket.pipe(socket);
  }).listen(scratch.path('db.sock'));
  await once(server, 'listening');
  const client = await clientOf('db.sock');
  client.write('a question');
  const [answer] = (await once(client, 'data')) as [Buffer];
  expect(answer.toString()).toBe('a question');
  accepted[0]?.destroy();
  await once(client, 'close');
  server.close();
});

it('a server that is not there is told by a reset', async () => {
  const client = await clientOf('none.sock');
  const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNRESET');
});

it('a client that breaks off takes its connection to the server along', async () => {
  const server = createServer().listen(scratch.path('db.sock'));
  await once(server, 'listening');
  const entered = once(server, 'connection');
  const client = await clientOf('db.sock');
  const [behind] = (await entered) as [Socket];
  const hasEnded = once(behind.resume(), 'close');
  client.resetAndDestroy();
  await hasEnded;
  server.close();
});

async function clientOf(socket: string): Promise<Socket> {
  const node = { name: 'db', host: '192.0.2.1', port: 3306, socketPath: scratch.path(socket) };
  const proxied = new ProxiedNode({
    node,
    seed: 1,
    nowMs: () => 0,
    toxicOf: () => {
      throw new Error('There is no poison here.');
    },
  });
  const { host, port } = await proxied.listen();
  return connect({ host, port });
}
