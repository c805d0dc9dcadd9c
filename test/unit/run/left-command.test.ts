/** A command that breaks something, and is still at work when its runner is killed: it must not go on after others have healed. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import type { FaultKind } from '../../../src/model/fault.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { repairLeases } from '../../../src/run/faults/repair-leases.js';
import { giveLeasesTo, heldLeases } from '../../fixtures/leases.js';
import { othersCluster } from '../../fixtures/others-cluster.js';
import { endedProcess } from '../../fixtures/processes.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';
import { TargetSite } from '../../fixtures/target-site.js';

const catalog = createCatalog();

let site: TargetSite;
let stubs: StubPrograms;
beforeEach(async () => {
  site = await TargetSite.open();
  stubs = await StubPrograms.open();
  await stubs.write('mend', '');
});
afterEach(async () => {
  await stubs[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

it('it is ended, with all that it has started, before anything is undone', async () => {
  await stubs.write('break', 'touch "$STUBS/begun"; (sleep 2; touch "$STUBS/broken") & wait');
  const injecting = inject().catch(() => undefined);
  const hasBegun = (): boolean => leasesDirectory().length === 2 && existsSync(join(stubs.directory, 'begun'));
  await expect.poll(hasBegun, { timeout: 5_000 }).toBe(true);
  await giveLeasesTo(await endedProcess());
  expect(await repairLeases({ catalog, clock: site.clock, onProgress: () => undefined })).toHaveLength(1);
  await injecting;
  const orders = (await stubs.calls()).map(({ argv }) => argv[0]);
  expect([...new Set(orders)]).toEqual(['break', 'mend']);
  await site.clock.sleep(2_000);
  expect(existsSync(join(stubs.directory, 'broken'))).toBe(false);
  expect(leasesDirectory()).toEqual([]);
});

it('it is forgotten as soon as it has ended, and what it left running lives on', async () => {
  await stubs.write('break', '(sleep 1; touch "$STUBS/left") > "$STUBS/said" 2>&1 &');
  await using _fault = await inject();
  expect(await heldLeases()).toHaveLength(1);
  expect(leasesDirectory()).toEqual([expect.stringMatching(/\.json$/u)]);
  await giveLeasesTo(await endedProcess());
  await repairLeases({ catalog, clock: site.clock, onProgress: () => undefined });
  await expect.poll(() => existsSync(join(stubs.directory, 'left')), { timeout: 5_000 }).toBe(true);
});

function inject(): Promise<AsyncDisposable> {
  const kind: FaultKind = catalog.faults.get('exec');
  const settings = kind.settings.parse({ node: 'db-2', do: ['break'], undo: ['mend'] });
  const planned = { name: 'cut', kind: 'exec', settings, injectAtMs: 0, healAtMs: 1_000 };
  const target = { cluster: othersCluster(), runId: 'run-1', journalDirectory: site.directory };
  const { signal } = new AbortController();
  return injectFault(kind, planned, target, { axis: site.clock, signal, append: () => undefined });
}

function leasesDirectory(): readonly string[] {
  return readdirSync(join(site.state, 'leases'));
}
