/** Servers that are reached by a UNIX socket: what the system says when one is missing, abandoned, full or gone, and what that means to a client. */
import { once } from 'node:events';
import { linkSync } from 'node:fs';
import { connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { driverErrno } from '../../../src/model/outcome.js';
import type { Endpoint } from '../../../src/model/topology.js';
import type { SeenError } from '../../../src/mysql/classify-error.js';
import { connect } from '../../../src/mysql/connect.js';
import { errnoOf } from '../../../src/mysql/error-facts.js';
import { Session } from '../../../src/mysql/session.js';
import { Scratch } from '../../fixtures/scratch.js';

const connectTimeoutMs = 300;
let scratch: Scratch;
beforeEach(() => (scratch = new Scratch()));
afterEach(() => scratch[Symbol.dispose]());

it('a socket that is not there is a server that cannot be reached', async () => {
  expect(await numbersAt(scratch.path('none.sock'))).toEqual([driverErrno.unreachable, driverErrno.unreachable]);
});

it('a socket that a killed server left behind is a server that cannot be reached', async () => {
  const server = await listen('live.sock');
  linkSync(scratch.path('live.sock'), scratch.path('left.sock'));
  await close(server);
  expect(await numbersAt(scratch.path('left.sock'))).toEqual([driverErrno.unreachable, driverErrno.unreachable]);
});

it('a server that takes connections and never greets is waited for in vain', async () => {
  const server = await listen('mute.sock');
  const late: readonly number[] = [driverErrno.timeout, driverErrno.connectTimeout];
  for (const errno of await numbersAt(scratch.path('mute.sock'))) expect(late).toContain(errno);
  await close(server);
});

it('a server whose queue is full hangs, although the system says so at once', async () => {
  const server = await listen('full.sock', 1);
  // Within one turn of the loop nobody is let in.
  const crowd = Array.from({ length: 4 }, () => connectSocket(scratch.path('full.sock')));
  const errors = await Promise.all(crowd.map(errorOf));
  expect(errors.map((error) => error?.code)).toContain('EAGAIN');
  const full = errors.find((error) => error?.code === 'EAGAIN');
  expect(errnoOf(full)).toBe(driverErrno.connectTimeout);
  for (const socket of crowd) socket.destroy();
  await close(server);
});

it('a server that goes away is a lost connection to whoever writes', async () => {
  const server = await listen('gone.sock');
  const client = connectSocket(scratch.path('gone.sock'));
  const [accepted] = (await once(server, 'connection')) as [Socket];
  accepted.destroy();
  await once(accepted, 'close');
  client.write('a question');
  const error = await errorOf(client);
  expect(['EPIPE', 'ECONNRESET']).toContain(error?.code);
  expect(errnoOf(error)).toBe(driverErrno.connectionLost);
  await close(server);
});

/** To the connections of everything, and to those of the load. */
async function numbersAt(socketPath: string): Promise<readonly number[]> {
  const endpoint: Endpoint = {
    name: 'db',
    zone: 'a',
    host: '192.0.2.1',
    port: 3306,
    socketPath,
    user: 'app',
    password: '',
    tls: null,
  };
  const plain = connect(endpoint, { connectTimeoutMs }).then(() => 0, errnoOf);
  const options = { connectTimeoutMs, database: 'shop' };
  const load = new Promise<SeenError>((resolve) => Session.open(endpoint, options, resolve));
  return [await plain, (await load).errno];
}

async function listen(name: string, backlog = 16): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => undefined)).listen({
    path: scratch.path(name),
    backlog,
  });
  await once(server, 'listening');
  return server;
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}

function errorOf(socket: Socket): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    socket.once('error', resolve);
    socket.once('connect', () => setTimeout(() => resolve(null), 50));
  });
}
