/** Statements of others' servers are undone by another process, which knows of them only what their lease says. */
import { execFile } from 'node:child_process';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { compiledProgram } from '../../fixtures/compiled-program.js';
import { giveLeasesTo, heldLeases } from '../../fixtures/leases.js';
import { auroraServers, groupOfMembers, MakersServers, oceanBase } from '../../fixtures/makers-servers.js';
import { endedProcess } from '../../fixtures/processes.js';
import { TargetSite } from '../../fixtures/target-site.js';

const { faults } = createCatalog();

let site: TargetSite;
beforeEach(async () => {
  site = await TargetSite.open();
});
afterEach(() => site[Symbol.asyncDispose]());

it.each([
  [
    'oceanbase',
    oceanBase,
    { action: 'switchover', node: 'db-1', standby: 'db-2', tenant: 'pay' },
    ['db-2> ALTER SYSTEM SWITCHOVER TO STANDBY TENANT pay;', 'db-1> ALTER SYSTEM SWITCHOVER TO PRIMARY TENANT pay;'],
  ],
  ['group-replication', groupOfMembers, { action: 'leave', node: 'db-2' }, ['db-2> START GROUP_REPLICATION;']],
])('a fault of %s is undone in its order', async (kind, maker, settings, heals) => {
  await using servers = await MakersServers.listen(maker());
  await breakAndLeave(servers, kind, settings);
  servers.orders.length = 0;
  expect(await repaired()).toContain('healed broken');
  expect(servers.orders).toEqual(heals);
  expect(await heldLeases()).toEqual([]);
});

it('a simulation of aurora is told and waited for until it is over by its lease', async () => {
  await using servers = await MakersServers.listen(auroraServers());
  await breakAndLeave(servers, 'aurora', { action: 'disk-failure', node: 'db-2', timeout: '2s' });
  const endsBy = (await heldLeases())[0]?.targets.endsBy ?? '';
  expect(Date.parse(endsBy)).toBeGreaterThan(Date.parse(site.clock.wallClockIso()) + 2_000);
  expect(await repaired()).toContain(`broken (aurora on db-2), which only time ends: by ${endsBy} at the latest`);
  expect(Date.parse(site.clock.wallClockIso())).toBeGreaterThanOrEqual(Date.parse(endsBy));
  expect(await heldLeases()).toEqual([]);
});

/** As if its runner were dead. */
async function breakAndLeave(servers: MakersServers, name: string, chosen: object): Promise<void> {
  const cluster = await servers.reach();
  const kind = faults.get(name);
  const settings = kind.settings.parse(chosen);
  const healAtMs = site.clock.nowMs() + 2_000;
  const target = { cluster, runId: 'run-1', journalDirectory: '/nowhere', targetSettings: servers.targetSettings };
  const context = { axis: site.clock, signal: new AbortController().signal, append: () => undefined };
  await injectFault(kind, { name: 'broken', kind: name, settings, injectAtMs: 0, healAtMs }, target, context);
  await cluster[Symbol.asyncDispose]();
  await giveLeasesTo(await endedProcess());
}

/** Resolves to what another process says while it heals. */
async function repaired(): Promise<string> {
  const { stdout } = await promisify(execFile)(execPath, [await compiledProgram('repairing-program')]);
  return stdout;
}
