/** What an account may not break is known before the load, and what is as it should be needs no right to be restored. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { docker } from '../../../src/catalog/faults/docker.js';
import { readOnly } from '../../../src/catalog/faults/read-only.js';
import { createCatalog } from '../../../src/catalog/index.js';
import { createSystemClock } from '../../../src/kit/clock.js';
import type { Cluster } from '../../../src/model/topology.js';
import type { WireAnswer } from '../../../src/mysql/wire-answer.js';
import { aimBeforehand } from '../../../src/run/faults/aim-beforehand.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { aimAt } from '../../fixtures/fault-place.js';
import { scheduledFault } from '../../fixtures/scheduled-fault.js';
import { scriptedCluster } from '../../fixtures/scripted-cluster.js';
import { ScriptedServer } from '../../fixtures/scripted-server.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';

const denied = 'Access denied; you need (at least one of) the READ_ONLY ADMIN privilege(s) for this operation';
let server: ScriptedServer;
let cluster: Cluster;
let orders: string[];
let mayOrder: boolean;
beforeEach(async () => {
  [orders, mayOrder] = [[], true];
  server = await ScriptedServer.listen();
  server.answer((sql): WireAnswer | null => {
    if (sql.startsWith('SHOW GLOBAL VARIABLES')) {
      const rows = [
        ['read_only', 'OFF'],
        ['max_connections', '150'],
      ];
      return { kind: 'rows', columns: ['Variable_name', 'Value'], rows };
    }
    if (!sql.startsWith('SET GLOBAL')) return null;
    orders.push(sql);
    return mayOrder ? { kind: 'ok' } : { kind: 'error', errno: 1227, sqlstate: '42000', message: denied };
  });
  cluster = await scriptedCluster({ db: server });
});
afterEach(async () => {
  await cluster[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

it('a right that is missing is told for every fault that needs it, by its name', async () => {
  mayOrder = false;
  await expect(aim()).rejects.toMatchObject({
    code: 'setupFailed',
    message: expect.stringMatching(
      /\n {2}shut \(read-only\): .*READ_ONLY ADMIN.*\n {2}crowd \(pool-exhaustion\): /u,
    ) as string,
  });
});

it('what may be broken is only set to what it is', async () => {
  await aim();
  expect(orders).toEqual([
    'SET GLOBAL read_only = @@GLOBAL.read_only',
    'SET GLOBAL max_connections = @@GLOBAL.max_connections',
  ]);
});

it('in the midst of the load nothing is set, so that nobody who is promoted by then is shut again', async () => {
  await aimAt(readOnly, { node: 'db' }, cluster);
  expect(orders).toEqual([]);
});

it('what is as it was is restored without a word', async () => {
  const fault = await aimAt(readOnly, { node: 'db' }, cluster);
  [orders, mayOrder] = [[], false];
  await readOnly.heal(fault);
  expect(orders).toEqual([]);
});

describe('whoever is told to stop', () => {
  const stopped = new Error('stopped');
  let stop: AbortController;
  let stubs: StubPrograms;
  beforeEach(async () => {
    stop = new AbortController();
    stubs = await StubPrograms.open();
    await stubs.write('docker', 'touch "$STUBS/asked"; sleep 60');
  });
  afterEach(() => stubs[Symbol.asyncDispose]());

  // An order is waited for ten seconds.
  it('waits for no server that is asked for a setting', { timeout: 8_000 }, async () => {
    let isAsked = false;
    server.answer(() => {
      isAsked = true;
      return { kind: 'hang' };
    });
    const aiming = aim(stop);
    aiming.catch(() => undefined);
    await expect.poll(() => isAsked).toBe(true);
    stop.abort(stopped);
    await expect(aiming).rejects.toBe(stopped);
  });

  it('waits for no program that is asked, before the load or at an injection', async () => {
    const planned = scheduledFault('cut', 'docker', { node: 'db', action: 'disconnect', network: 'net' });
    const looks = [
      (signal: AbortSignal) => aimBeforehand({ faults: [planned] }, createCatalog(), { cluster, signal }),
      (signal: AbortSignal) => {
        const site = { cluster, runId: 'run-1', journalDirectory: '/' };
        const context = { axis: createSystemClock(), signal, append: () => undefined };
        return injectFault(docker, planned, site, context);
      },
    ];
    for (const look of looks) {
      const each = new AbortController();
      const looking = look(each.signal);
      looking.catch(() => undefined);
      await expect.poll(() => existsSync(join(stubs.directory, 'asked'))).toBe(true);
      rmSync(join(stubs.directory, 'asked'));
      each.abort(stopped);
      await expect(looking).rejects.toBe(stopped);
    }
  });
});

function aim({ signal }: AbortController = new AbortController()): Promise<void> {
  const faults = [
    ['shut', 'read-only', { node: 'db' }],
    ['calm', 'black-hole', { node: 'db' }],
    ['crowd', 'pool-exhaustion', { node: 'db' }],
  ] as const;
  const planned = faults.map(([name, kind, settings]) => scheduledFault(name, kind, settings));
  return aimBeforehand({ faults: planned }, createCatalog(), { cluster, signal });
}
