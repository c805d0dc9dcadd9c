/** A command that breaks something, and is still at work when its runner is killed or could not end it: it must not go on after its effect was undone. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { stateOfProcess, type ProcessState } from '../../../src/host/process-identity.js';
import type { FaultKind } from '../../../src/model/fault.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { injected } from '../../../src/run/faults/injected.js';
import { repairLeases } from '../../../src/run/faults/repair-leases.js';
import { giveLeasesTo, heldLeases } from '../../fixtures/leases.js';
import { ManualClock } from '../../fixtures/manual-clock.js';
import { othersCluster } from '../../fixtures/others-cluster.js';
import { pretendedFault } from '../../fixtures/pretended-fault.js';
import { endedProcess, Idler } from '../../fixtures/processes.js';
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

describe('one that its runner could not end', () => {
  let command: Idler;
  let events: JournalEvent[];
  let clock: ManualClock;
  /** Of the command, when its effect was undone. */
  let undone: ProcessState[];
  beforeEach(async () => {
    command = await Idler.start();
    [events, undone, clock] = [[], [], new ManualClock()];
  });
  afterEach(async () => {
    await command[Symbol.asyncDispose]();
    injected.clear();
  });

  it('is waited for before anything is undone', async () => {
    const injecting = injectLeft();
    await isHealing();
    await command[Symbol.asyncDispose]();
    await clock.advance(100);
    await expect(injecting).rejects.toThrow('it could not be ended');
    expect(undone).toEqual(['down']);
    expect(leasesDirectory()).toEqual([]);
  });

  it('is left to whoever heals later when it goes on for too long', async () => {
    const injecting = injectLeft();
    await isHealing();
    await clock.advance(6_000);
    await expect(injecting).rejects.toThrow('is still at work');
    expect(events.at(-1)?.kind).toBe('heal-failed');
    expect([undone, leasesDirectory().length]).toEqual([[], 2]);
  });

  /** Rejects as soon as it is healed. */
  function injectLeft(): Promise<AsyncDisposable> {
    const kind = pretendedFault('cut', ['db-2'], {
      async inject({ noteCommand }) {
        await noteCommand(command.identity.pid);
        throw new Error('it could not be ended');
      },
      async heal() {
        undone.push(await stateOfProcess(command.identity));
      },
    });
    const planned = { name: 'cut', kind: 'cut', settings: {}, injectAtMs: 0, healAtMs: 1_000 };
    const target = { cluster: othersCluster(), runId: 'run-1', journalDirectory: site.directory };
    const { signal } = new AbortController();
    const injecting = injectFault(kind, planned, target, {
      axis: clock,
      signal,
      append: (event) => void events.push(event),
    });
    injecting.catch(() => undefined);
    return injecting;
  }

  async function isHealing(): Promise<void> {
    await expect.poll(() => events.some(({ kind }) => kind === 'fault-healing')).toBe(true);
  }
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
