/** The failover controller beside servers that answer from a script: one that was given up and hangs must not keep it from the next failover. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FailoverController } from '../../../../src/host/replication/failover-controller.js';
import { ReplicationRoles } from '../../../../src/host/replication/roles.js';
import type { ServerFleet } from '../../../../src/host/server-fleet.js';
import { createSystemClock } from '../../../../src/kit/clock.js';
import type { ClusterNotice } from '../../../../src/model/topology.js';
import type { WireAnswer } from '../../../../src/mysql/wire-answer.js';
import { ScriptedServer } from '../../../fixtures/scripted-server.js';

const names = ['a', 'b', 'c'];
let servers: Map<string, ScriptedServer>;
/** Statements that get no answer, by server. */
let hangs: Map<string, RegExp>;
/** Statements that are refused, by server. */
let refuses: Map<string, RegExp>;
/** Whom each follows, and who receives from it. */
let sources: Map<string, string>;
let receiving: Set<string>;
/** Statements, each after its server. */
let heard: string[];
let notices: ClusterNotice[];
let controller: FailoverController;
beforeEach(async () => {
  [servers, hangs, refuses, heard, notices] = [new Map(), new Map(), new Map(), [], []];
  sources = new Map([
    ['b', 'a'],
    ['c', 'a'],
  ]);
  receiving = new Set(['b', 'c']);
  for (const name of names) {
    const server = await ScriptedServer.listen();
    server.answer((sql) => {
      heard.push(`${name}> ${sql}`);
      if (refuses.get(name)?.test(sql) === true)
        return { kind: 'error', errno: 1_290, sqlstate: 'HY000', message: 'no' };
      return hangs.get(name)?.test(sql) === true ? { kind: 'hang' } : answerOf(name, sql);
    });
    servers.set(name, server);
  }
  controller = control();
});
afterEach(async () => {
  // Whoever still waits for an answer is told that there is none.
  for (const server of servers.values()) await server[Symbol.asyncDispose]();
  await controller[Symbol.asyncDispose]();
});

it('the next primary is given up at once while a former one that came back hangs', async () => {
  hangs.set('a', /./u);
  await expect.poll(finished, { timeout: 10_000 }).toEqual(['b']);
  hangs.set('a', /SET GLOBAL read_only = 1/u);
  await expect.poll(() => heard, { timeout: 10_000 }).toContain('a> SET GLOBAL read_only = 1');
  hangs.set('b', /./u);
  // An order is waited for ten seconds.
  await expect.poll(finished, { timeout: 8_000 }).toEqual(['b', 'c']);
});

it('replicas that stopped receiving for a failover that failed receive again, and keep what they have received', async () => {
  refuses.set('b', /RESET SLAVE ALL/u);
  hangs.set('a', /./u);
  await expect.poll(texts, { timeout: 10_000 }).toContain('The failover failed');
  hangs.clear();
  await expect.poll(() => [...receiving].sort(), { timeout: 10_000 }).toEqual(['b', 'c']);
  expect(heard.filter((sql) => /CHANGE MASTER|read_only = 1/u.test(sql))).toEqual([]);
  expect(finished()).toEqual([]);
});

it('a former primary is taken back only when the one of today can say what it holds', async () => {
  hangs.set('a', /./u);
  await expect.poll(finished, { timeout: 10_000 }).toEqual(['b']);
  // The one of today answers whether it is there, and nothing else.
  hangs.set('b', /AS (?:state|read_only)$/u);
  hangs.delete('a');
  await expect.poll(() => heard, { timeout: 10_000 }).toContain('a> SET GLOBAL read_only = 1');
  await createSystemClock().sleep(500);
  expect(sources.get('a')).toBeUndefined();
  hangs.clear();
  await expect.poll(() => sources.get('a'), { timeout: 10_000 }).toBe('b');
});

function texts(): string {
  return notices.map(({ text }) => text).join('\n');
}

/** Who was promoted, in order. */
function finished(): readonly (string | null)[] {
  return notices.filter(({ what }) => what === 'failover-finished').map(({ node }) => node);
}

function control(): FailoverController {
  const file = { primary: 'a', nodes: names.map((name) => ({ name })) };
  const fleet = {
    file,
    claim: async (claimed: { readonly primary: string }) => void Object.assign(file, claimed),
    adminEndpoint: (name: string) => ({ ...servers.get(name)?.endpoint, name }),
    state: async () => 'running',
  } as unknown as ServerFleet;
  return new FailoverController({
    settings: { everyMs: 20, timeoutMs: 300, misses: 2 },
    fleet,
    roles: new ReplicationRoles(fleet, 'asynchronous', () => undefined),
    clock: createSystemClock(),
    notify: (notice) => void notices.push(notice),
  });
}

/** As a server that holds one transaction, and remembers whom it was told to follow. */
function answerOf(name: string, sql: string): WireAnswer {
  const value = /AS (\w+)$/u.exec(sql)?.[1];
  if (value === 'read_only') return { kind: 'rows', columns: [value], rows: [[sources.has(name) ? 1 : 0]] };
  if (value !== undefined) return { kind: 'rows', columns: [value], rows: [['0-1-1']] };
  if (sql.startsWith('SHOW SLAVE STATUS')) return statusOf(name);
  if (sql.startsWith('RESET SLAVE ALL')) sources.delete(name);
  if (sql === 'STOP SLAVE IO_THREAD') receiving.delete(name);
  if (sql.startsWith('START SLAVE')) receiving.add(name);
  const port = Number(/MASTER_PORT=(\d+)/u.exec(sql)?.[1]);
  for (const [source, server] of servers) if (server.endpoint.port === port) sources.set(name, source);
  return { kind: 'ok' };
}

function statusOf(name: string): WireAnswer {
  const source = servers.get(sources.get(name) ?? '')?.endpoint ?? { host: '', port: 0 };
  const isReceiving = receiving.has(name) ? 'Yes' : 'No';
  const row = {
    Master_Host: source.host,
    Master_Port: source.port,
    Slave_IO_Running: isReceiving,
    Slave_SQL_Running: 'Yes',
    Gtid_IO_Pos: '0-1-1',
    SQL_Delay: 0,
  };
  return { kind: 'rows', columns: Object.keys(row), rows: source.port === 0 ? [] : [Object.values(row)] };
}
