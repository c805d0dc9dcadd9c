/** What was ordered of others' servers, by statements or by their tools, is undone by another process, which knows of it only what the lease says. */
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { injected } from '../../../src/run/faults/injected.js';
import { compiledProgram } from '../../fixtures/compiled-program.js';
import { giveLeasesTo, heldLeases } from '../../fixtures/leases.js';
import { auroraServers, groupOfMembers, MakersServers, oceanBase } from '../../fixtures/makers-servers.js';
import { endedProcess } from '../../fixtures/processes.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';
import { TargetSite } from '../../fixtures/target-site.js';

const { faults } = createCatalog();

let site: TargetSite;
beforeEach(async () => {
  site = await TargetSite.open();
});
afterEach(async () => {
  // Their runner counts as dead, and is this process.
  injected.clear();
  await site[Symbol.asyncDispose]();
});

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

describe('by tools', () => {
  let stubs: StubPrograms;
  beforeEach(async () => {
    stubs = await StubPrograms.open();
  });
  afterEach(() => stubs[Symbol.asyncDispose]());

  it('an experiment of chaos-mesh is deleted by the name that its lease holds', async () => {
    await stubs.write(
      'kubectl',
      'case "$*" in *apply*) touch "$STUBS/on";; *delete*) rm "$STUBS/on";; *get*) [ ! -e "$STUBS/on" ] || printf True;; esac',
    );
    await using servers = await MakersServers.listen(groupOfMembers());
    const partition = { experiment: 'NetworkChaos', spec: { action: 'partition' } };
    await breakAndLeave(servers, 'chaos-mesh', { node: 'db-2', ...partition });
    const name = (await heldLeases())[0]?.targets.former?.['db-2'];
    await stubs.calls();
    expect(await repaired()).toContain('healed broken');
    expect(await called(' delete ')).toEqual([
      `kubectl -n default delete networkchaos.chaos-mesh.org ${name} --ignore-not-found`,
    ]);
    expect(await heldLeases()).toEqual([]);
  });

  it.each([
    ['pod-delete', 'kubectl', { node: 'db-3' }, '', 'True'],
    ['rds', 'aws', { node: 'db-2', action: 'failover-cluster' }, 'failing-over', 'available'],
  ])('%s, which ends by itself, is asked whether it has, and nothing is ordered again', async (...given) => {
    const [kind, tool, own, broken, whole] = given;
    const says = `if [ -e "$STUBS/on" ]; then printf %s "${broken}"; else printf %s ${whole}; fi`;
    await stubs.write(
      tool,
      `case "$*" in *--force*|*failover-db*) touch "$STUBS/on";; *owner*) echo StatefulSet db;; *) ${says};; esac`,
    );
    await using servers = await MakersServers.listen(groupOfMembers());
    await breakAndLeave(servers, kind, own);
    await stubs.calls();
    await rm(join(stubs.directory, 'on'));
    expect(await repaired()).toContain('healed broken');
    const lines = await called('');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !/ get | describe-/u.test(line))).toEqual([]);
    expect(await heldLeases()).toEqual([]);
  });

  async function called(which: string): Promise<readonly string[]> {
    const lines = (await stubs.calls()).map(({ argv }) => argv.join(' '));
    return lines.filter((line) => new RegExp(which, 'u').test(line));
  }
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
