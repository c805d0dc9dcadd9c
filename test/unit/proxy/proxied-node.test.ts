/** A proxied node under poison, over real sockets: who is kept out, whose end is told, and when a poison counts as cured. */
import { once } from 'node:events';
import { connect, createServer, Server, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Infection, Pass, Toxic } from '../../../src/model/network.js';
import { ProxiedNode } from '../../../src/proxy/proxied-node.js';

let server: Server;
/** As the node sees its clients. */
let taken: Socket[];
let infections: Infection[];
let clients: Socket[];
let proxied: ProxiedNode;
let toxic: Toxic;
let port: number;
beforeEach(async () => {
  taken = [];
  infections = [];
  clients = [];
  server = createServer((socket) => {
    taken.push(socket);
    socket.on('error', () => undefined);
    socket.write('hello');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const node = { name: 'db', host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  proxied = new ProxiedNode({ node, seed: 1, nowMs: () => 0, toxicOf: () => toxic });
  ({ port } = await proxied.listen());
});
afterEach(() => {
  for (const client of clients) client.destroy();
  for (const socket of taken) socket.destroy();
  server.close();
});

it('whoever is kept out reaches the node with the cure, and whoever left before never does', async () => {
  toxic = spoilsAll(() => ({ isKeptOut: true }));
  poison();
  const leaver = await enter();
  leaver.end();
  await once(leaver, 'close');
  const waiter = await enter();
  await expect.poll(() => infections.length).toBe(2);
  expect(taken).toEqual([]);
  const greeting = once(waiter, 'data');
  proxied.cure('poison');
  expect(String((await greeting)[0])).toBe('hello');
  expect(taken).toHaveLength(1);
});

it('who is kept out by two waits for both cures', async () => {
  toxic = spoilsAll(() => ({ isKeptOut: true }));
  poison('one');
  poison('two');
  const waiter = await enter();
  await expect.poll(() => infections.length).toBe(2);
  proxied.cure('one');
  expect(taken).toEqual([]);
  const greeting = once(waiter, 'data');
  proxied.cure('two');
  await greeting;
});

it.each(['end', 'reset'] as const)('the %s of either side goes through the filter of its way', async (end) => {
  for (const isClient of [true, false]) {
    const seen: string[] = [];
    const filter = {
      take: (sent: Parameters<Pass>[0]) => void (typeof sent === 'string' && seen.push(sent)),
    };
    toxic = spoilsAll(() => (isClient ? { toServer: filter } : { toClient: filter }));
    const client = await enter();
    await once(client, 'data');
    poison();
    const leaver = isClient ? client : (taken.at(-1) as Socket);
    if (end === 'end') leaver.end();
    else leaver.resetAndDestroy();
    await expect.poll(() => seen).toEqual([end]);
    const stayer = isClient ? (taken.at(-1) as Socket) : client;
    expect([stayer.destroyed, stayer.readableEnded]).toEqual([false, false]);
    proxied.cure('poison');
  }
});

it('a poison that was cured is in as long as it holds something back', async () => {
  const filter = { take: () => undefined, heldBytes: 1 };
  toxic = spoilsAll(() => ({ toServer: filter }));
  await once(await enter(), 'data');
  poison();
  expect(proxied.effectOf('poison')).toBe(0);
  proxied.cure('poison');
  expect(proxied.effectOf('poison')).toBe(1);
  filter.heldBytes = 0;
  expect(proxied.effectOf('poison')).toBeNull();
});

it('a connection that is over is spoiled no longer', async () => {
  let cures = 0;
  toxic = spoilsAll(() => ({ cure: () => void (cures += 1) }));
  const client = await enter();
  await once(client, 'data');
  poison();
  client.destroy();
  await expect.poll(() => cures).toBe(1);
});

it('goes on when clients could not be taken in', async () => {
  const listening = vi.spyOn(Server.prototype, 'listen');
  const node = { name: 'db', host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  proxied = new ProxiedNode({ node, seed: 1, nowMs: () => 0, toxicOf: () => toxic });
  ({ port } = await proxied.listen());
  const door = listening.mock.contexts[0] as Server;
  listening.mockRestore();
  // As the system says it when too many files are open.
  for (let times = 0; times < 3; times += 1) door.emit('error', Object.assign(new Error('accept'), { code: 'EMFILE' }));
  const [greeting] = (await once(await enter(), 'data')) as [Buffer];
  expect(String(greeting)).toBe('hello');
});

function spoilsAll(infection: () => Infection): Toxic {
  return {
    infect() {
      infections.push(infection());
      return infections.at(-1) as Infection;
    },
  };
}

function poison(id = 'poison'): void {
  proxied.poison({ id, kind: 'any', nodes: ['db'], settings: {} });
}

async function enter(): Promise<Socket> {
  const client = connect({ host: '127.0.0.1', port });
  clients.push(client);
  client.on('error', () => undefined);
  await once(client, 'connect');
  return client;
}
