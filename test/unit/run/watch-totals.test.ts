/** The total of a node is asked for again soon where nothing came of it, and late where the server had to work for it. */
import { expect, it } from 'vitest';
import { createSystemClock } from '../../../src/kit/clock.js';
import type { BankTotal } from '../../../src/model/anomaly.js';
import type { Endpoint } from '../../../src/model/topology.js';
import { TotalsWatch } from '../../../src/run/watch-totals.js';
import { ScriptedServer } from '../../fixtures/scripted-server.js';

it('a node that could not be reached for a second is asked again two seconds later', async () => {
  await using server = await ScriptedServer.listen();
  server.refuse({ kind: 'error', errno: 1040, sqlstate: '08004', message: 'Too many connections' });
  const { rests } = await watch(server.endpoint, 1_000, 3);
  expect(rests).toEqual([2_000, 2_000, 2_000]);
});

it('a server that worked a second for an error rests fifty', async () => {
  await using server = await ScriptedServer.listen();
  server.answer((sql) =>
    sql.includes('SUM') ? { kind: 'error', errno: 1969, sqlstate: '70100', message: 'Too long' } : null,
  );
  const { rests, reads } = await watch(server.endpoint, 1_000, 2);
  expect(rests).toEqual([50_000, 50_000]);
  expect(reads).toEqual([]);
});

it('a server that worked a second for its answer rests fifty', async () => {
  await using server = await ScriptedServer.listen();
  server.answer(() => ({ kind: 'rows', columns: ['total', 'accounts'], rows: [[5_000, 5]] }));
  const { rests, reads } = await watch(server.endpoint, 1_000, 2);
  expect(rests).toEqual([50_000, 50_000]);
  expect(reads).toMatchObject([
    { node: 'db', total: 5_000, accounts: 5 },
    { node: 'db', total: 5_000, accounts: 5 },
  ]);
});

/** On a clock that moves by a step whenever it is read, which makes every question take one; rests cost nothing and are noted, but for the one before the first look. */
async function watch(
  endpoint: Endpoint,
  stepMs: number,
  looks: number,
): Promise<{ rests: number[]; reads: BankTotal[] }> {
  const rests: number[] = [];
  const reads: BankTotal[] = [];
  let nowMs = 0;
  await new Promise<void>((resolve) => {
    const clock = {
      ...createSystemClock(),
      nowMs: () => (nowMs += stepMs),
      sleep: (durationMs: number, { signal }: { signal?: AbortSignal | undefined } = {}) => {
        rests.push(durationMs);
        if (rests.length <= looks) return Promise.resolve();
        resolve();
        return new Promise<void>((_, reject) => signal?.addEventListener('abort', () => reject(new Error('over'))));
      },
    };
    const totals = new TotalsWatch({
      endpoint,
      schema: 'paystorm',
      isBuffering: false,
      clock,
      isMember: () => true,
      report: (read) => reads.push(read),
    });
    watches.push(totals);
  });
  for (const each of watches.splice(0)) await each[Symbol.asyncDispose]();
  return { rests: rests.slice(1), reads };
}

const watches: TotalsWatch[] = [];
