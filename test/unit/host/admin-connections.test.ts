/** Orders to a server: when they are given up, what they are sent over, and that none is ever sent twice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AdminConnections } from '../../../src/host/admin-connections.js';
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
import { ScriptedServer } from '../../fixtures/scripted-server.js';

const order = 'STOP GROUP_REPLICATION';

describe('an order', () => {
  let server: ScriptedServer;
  let administration: AdminConnections;
  let sent: string[];
  beforeEach(async () => {
    server = await ScriptedServer.listen();
    administration = new AdminConnections({ adminEndpoint: () => server.endpoint });
    sent = [];
  });
  afterEach(async () => {
    await administration[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  it.each([{}, { endsSession: true }])(
    'that is not answered in its time is given up, and not sent again (%o)',
    async (options) => {
      await open();
      answerBy({ kind: 'hang' });
      const given = administration.order('db', order, { timeoutMs: 300, ...options });
      await expect(given).rejects.toThrow('It took longer than 300 ms.');
      expect(sent).toEqual([order]);
    },
  );

  it.each([{}, { endsSession: true }])('is given up when the signal comes (%o)', async (options) => {
    await open();
    answerBy({ kind: 'hang' });
    const reason = new Error('enough');
    const stop = new AbortController();
    const given = administration.order('db', order, { signal: stop.signal, ...options });
    void expect
      .poll(() => sent)
      .toEqual([order])
      .then(() => stop.abort(reason));
    await expect(given).rejects.toBe(reason);
  });

  it('whose connection breaks is not sent again: it may have been carried out', async () => {
    await open();
    answerBy({ kind: 'reset' });
    await expect(administration.order('db', order)).rejects.toThrow();
    expect(sent).toEqual([order]);
    answerBy({ kind: 'ok' });
    await administration.order('db', order);
    expect(sent).toEqual([order, order]);
  });

  it('goes over a new connection when the one that was kept has ended before', async () => {
    await open();
    await server[Symbol.asyncDispose]();
    server = await ScriptedServer.listen();
    answerBy({ kind: 'ok' });
    // Until its end is heard of.
    await sleep(50);
    await administration.order('db', order);
    expect(sent).toEqual([order]);
  });

  async function open(): Promise<void> {
    await administration.order('db', 'SELECT 1');
  }

  function answerBy(answer: WireAnswer): void {
    server.answer((sql) => {
      if (sql !== order) return null;
      sent.push(sql);
      return answer;
    });
  }
});
