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
/** Statements, each after its server. */
let heard: string[];
let notices: ClusterNotice[];
let controller: FailoverController;
beforeEach(async () => {
  [servers, hangs, heard, notices] = [new Map(), new Map(), [], []];
  for (const name of names) {
    const server = await ScriptedServer.listen();
    server.answer((sql) => {
      heard.push(`${name}> ${sql}`);
      return hangs.get(name)?.test(sql) === true ? { kind: 'hang' } : answerOf(sql);
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

/** As a server that follows nobody, takes writes and holds one transaction. */
function answerOf(sql: string): WireAnswer {
  const value = /AS (\w+)$/u.exec(sql)?.[1];
  if (value === 'read_only') return { kind: 'rows', columns: [value], rows: [[0]] };
  if (value !== undefined) return { kind: 'rows', columns: [value], rows: [['0-1-1']] };
  if (sql.startsWith('SHOW SLAVE STATUS')) return { kind: 'rows', columns: ['Master_Host'], rows: [] };
  return { kind: 'ok' };
}
