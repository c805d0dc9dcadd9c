/** Who else uses a server, by its own counts: production shows itself by writes, by many reads or by many connections, a monitoring agent does not. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signsOfLife } from '../../../src/ledger/signs-of-life.js';
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
import { ScriptedServer } from '../../fixtures/scripted-server.js';

type Counts = Readonly<Record<string, number>>;

/** Of a server that only paystorm is connected to, up for longer than an hour. */
const quiet: Counts = {
  Com_insert: 900,
  Com_select: 7_000,
  Qcache_hits: 0,
  Com_call_procedure: 3,
  Threads_connected: 2,
  Uptime: 86_400,
};
const denied: WireAnswer = { kind: 'error', errno: 1227, sqlstate: '42000', message: 'Access denied' };

describe('signs of life', () => {
  let server: ScriptedServer;
  beforeEach(async () => {
    server = await ScriptedServer.listen();
  });
  afterEach(() => server[Symbol.asyncDispose]());

  it('are none, and nothing stays unknown, where nobody else does anything', async () => {
    expect(await look({})).toEqual({ signs: [], gaps: [] });
  });

  it.each<[string, Counts, string]>([
    ['one write', { Com_insert: 1 }, 'db: 1 statement wrote in 5 s of silence'],
    ['a write by REPLACE … SELECT', { Com_replace_select: 2 }, 'db: 2 statements wrote in 5 s of silence'],
    ['a call of a procedure', { Com_call_procedure: 1 }, 'db: 1 procedure was called in 5 s of silence'],
    [
      'the reads of a replica that serves an application',
      { Com_select: 400 },
      'db: 400 reads were made in 5 s of silence, more than the 50 of a monitoring agent',
    ],
    [
      'reads that a query cache answers',
      { Qcache_hits: 400 },
      'db: 400 reads were made in 5 s of silence, more than the 50 of a monitoring agent',
    ],
  ])('are %s', async (_what, during, sign) => {
    expect(await look({ during })).toEqual({ signs: [sign], gaps: [] });
  });

  it("are the connections of an application's pool, also while it does nothing", async () => {
    expect(await look({ before: { Threads_connected: 12 } })).toEqual({
      signs: ['db: 10 connections of others are open, more than the 5 of a monitoring agent and administrators'],
      gaps: [],
    });
  });

  it.each<[string, Counts, Counts]>([
    ['an agent that connects once a second and reads', {}, { Com_select: 50, Threads_connected: 1 }],
    ['administrators who are connected', { Threads_connected: 7 }, {}],
    ['connections that come and go between two looks', { Threads_connected: 2 }, { Threads_connected: 30 }],
  ])('are not %s', async (_what, before, during) => {
    expect((await look({ before, during })).signs).toEqual([]);
  });

  it('that a server does not let anybody count are told to be unknown', async () => {
    expect(await look({ status: denied })).toEqual({
      signs: [],
      gaps: [
        'db: its counts cannot be read (Access denied), so nobody knows whether others write, read or are connected; only when tables were written last was looked at',
      ],
    });
  });

  it('that a server does not count are told to be unknown, each by name', async () => {
    const none = { kind: 'rows', columns: ['Variable_name', 'Value'], rows: [['Threads_connected', '2']] } as const;
    expect((await look({ status: none })).gaps).toEqual(['db: it does not count writes or reads']);
  });

  it('in tables that this user is not shown are told to be unknown', async () => {
    expect((await look({ mysqlSchemas: 0 })).gaps).toEqual([
      "db: user paystorm is not shown everybody's tables, so nobody knows when others wrote last, only what they do now",
    ]);
  });

  it('in tables of a server that has forgotten them are told to be unknown', async () => {
    expect((await look({ before: { Uptime: 720 } })).gaps).toEqual([
      'db: it started 12 min 00 s ago, and does not know which tables were written before',
    ]);
  });

  interface Scene {
    /** In place of what a quiet server counts. */
    readonly before?: Counts;
    /** Counted on top of it while paystorm is silent. */
    readonly during?: Counts;
    /** In place of all counts. */
    readonly status?: WireAnswer;
    readonly mysqlSchemas?: number;
  }

  async function look({ before = {}, during = {}, status, mysqlSchemas = 1 }: Scene) {
    const counts: Record<string, number> = { ...quiet, ...before };
    server.answer((sql): WireAnswer => {
      if (sql.startsWith('SHOW GLOBAL STATUS')) {
        return status ?? { kind: 'rows', columns: ['Variable_name', 'Value'], rows: Object.entries(counts) };
      }
      if (sql.includes('information_schema.schemata'))
        return { kind: 'rows', columns: ['count'], rows: [[mysqlSchemas]] };
      return sql.startsWith('SELECT') ? { kind: 'rows', columns: ['name'], rows: [] } : { kind: 'ok' };
    });
    const sleep = async (durationMs: number): Promise<void> => {
      expect(durationMs).toBe(5_000);
      for (const [name, more] of Object.entries(during)) counts[name] = (counts[name] ?? 0) + more;
    };
    return signsOfLife([server.endpoint], {
      ownSchema: 'rehearsal',
      ownConnections: 1,
      clock: { nowMs: () => 0, wallClockIso: () => '', sleep },
    });
  }
});
