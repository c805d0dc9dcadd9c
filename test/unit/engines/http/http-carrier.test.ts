/** Holds autocannon's client to what the engine relies upon, against a real server. */
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { driverErrno } from '../../../../src/model/outcome.js';
import { DrivenCarrier, pays, ScriptedApi } from '../../../fixtures/scripted-api.js';

describe('connections to an API', () => {
  it('send nothing before an arrival is due, and each arrival once, over connections that stay', async () => {
    const keys: unknown[] = [];
    await using api = await ScriptedApi.listen((request, response) => {
      keys.push(Number(request.headers['idempotency-key']) - 2 ** 32);
      pays(request, response);
    });
    using driven = new DrivenCarrier(api.url);
    await driven.connected(2);
    expect(keys).toEqual([]);
    for (let arrival = 0; arrival < 20; arrival += 2) {
      driven.send(arrival);
      driven.send(arrival + 1);
      await driven.until(() => driven.ended.length === arrival + 2);
    }
    expect([...keys].sort((left, right) => Number(left) - Number(right))).toEqual([...Array(20).keys()]);
    expect(new Set(driven.told)).toEqual(new Set([...Array(20).keys()].map((arrival) => `${arrival} acknowledged 0`)));
    expect(api.opened).toBe(2);
  });

  it('an answer belongs to its own arrival, whichever comes first', async () => {
    const held: (() => void)[] = [];
    await using api = await ScriptedApi.listen((request, response) => {
      const isFirst = Number(request.headers['idempotency-key']) === 2 ** 32 + 1;
      const answer = (): void => void response.writeHead(isFirst ? 402 : 201).end('{}');
      if (isFirst) held.push(answer);
      else answer();
    });
    using driven = new DrivenCarrier(api.url);
    await driven.connected(2);
    driven.send(1);
    driven.send(2);
    await driven.until(() => driven.ended.length === 1 && held.length === 1);
    held[0]?.();
    await driven.until(() => driven.ended.length === 2);
    expect(driven.told).toEqual(['2 acknowledged 0', '1 declined 0']);
  });

  it.each([
    ['resets the connection', (socket: Socket) => socket.destroy()],
    ['ends it', (socket: Socket) => socket.end()],
    [
      'ends it in the middle of its answer',
      (socket: Socket) => socket.end('HTTP/1.1 201 Created\r\nContent-Length: 50\r\n\r\n{"half'),
    ],
  ] as const)(
    'a payment is in doubt when the API %s, and the next answer is not taken for its own',
    async (_what, leave) => {
      await using api = await ScriptedApi.listen((request) => leave(request.socket));
      using driven = new DrivenCarrier(api.url, '{ connections: 1, threads: 1, reconnect: fixed 10ms }');
      await driven.connected(1);
      driven.send(1);
      await driven.until(() => driven.ended.length === 1);
      api.script = pays;
      await driven.until(() => driven.carrier.idleLane() !== undefined);
      driven.send(2);
      await driven.until(() => driven.ended.length === 2);
      expect(driven.told).toEqual([`1 in-doubt ${driverErrno.connectionLost}`, '2 acknowledged 0']);
    },
  );

  it("a payment without an answer is given up in time, and its late answer is nobody else's", async () => {
    await using api = await ScriptedApi.listen(() => undefined);
    using driven = new DrivenCarrier(
      api.url,
      '{ connections: 1, threads: 1, transaction_timeout: 100ms, reconnect: fixed 10ms }',
    );
    await driven.connected(1);
    driven.send(1);
    await driven.until(() => driven.ended.length === 1);
    api.script = pays;
    await driven.until(() => driven.carrier.idleLane() !== undefined);
    driven.send(2);
    await driven.until(() => driven.ended.length === 2);
    expect(driven.told).toEqual([`1 in-doubt ${driverErrno.timeout}`, '2 acknowledged 0']);
  });

  it('an API that hangs up after each answer gets each payment on a connection of its own', async () => {
    await using api = await ScriptedApi.listen(({ socket }) => {
      socket.write('HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}');
      setTimeout(() => socket.end(), 100);
    });
    using driven = new DrivenCarrier(api.url, '{ connections: 1, threads: 1, reconnect: fixed 10ms }');
    for (const arrival of [1, 2, 3]) {
      await driven.until(() => driven.carrier.idleLane() !== undefined);
      driven.send(arrival);
      await driven.until(() => driven.ended.length === arrival);
    }
    expect(driven.told).toEqual([1, 2, 3].map((arrival) => `${arrival} acknowledged 0`));
    expect(api.opened).toBeGreaterThanOrEqual(3);
  });

  it('nobody knocks in a tight loop where nobody listens', async () => {
    const { url } = await ScriptedApi.listen(pays).then(async (api) => {
      await api[Symbol.asyncDispose]();
      return api;
    });
    using driven = new DrivenCarrier(url, '{ connections: 1, threads: 1, reconnect: fixed 100ms }');
    await driven.until(() => driven.connectErrors === 3);
    expect(driven.carrier.connected).toBe(0);
  });
});
