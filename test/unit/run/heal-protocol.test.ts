/** How a runner heals its own fault: as one of several that may, after whatever has happened meanwhile, and whoever listens. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeLease, settleLease, withLease, type Lease } from '../../../src/host/lease.js';
import { openStateDirectory } from '../../../src/host/state-directory.js';
import type { FaultKind } from '../../../src/model/fault.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import type { Cluster } from '../../../src/model/topology.js';
import { injectFault } from '../../../src/run/faults/inject-fault.js';
import { injected } from '../../../src/run/faults/injected.js';
import { heldLeases } from '../../fixtures/leases.js';
import { TargetSite } from '../../fixtures/target-site.js';
import { pretendedFault } from '../../fixtures/pretended-fault.js';

let site: TargetSite;
let events: JournalEvent[];
/** What happened to the only node, in order. */
let acts: string[];
let isBroken: boolean;
beforeEach(async () => {
  site = await TargetSite.open();
  [events, acts, isBroken] = [[], [], false];
});
afterEach(() => site[Symbol.asyncDispose]());

it('heals under a claim, and gives the lease back before the claim', async () => {
  const claims: number[] = [];
  const fault = await inject({
    async heal() {
      claims.push(await countClaims());
      isBroken = false;
    },
  });
  await fault[Symbol.asyncDispose]();
  expect(claims).toEqual([1]);
  expect(await countClaims()).toBe(0);
  expect(healings()).toMatchObject([{ kind: 'fault-healing' }, { kind: 'fault-healed', by: 'run' }]);
  expect(await heldLeases()).toEqual([]);
});

it('tells when another has healed, and by whom, and only ends what it kept going itself', async () => {
  const fault = await inject({});
  isBroken = false;
  const startedAt = site.clock.wallClockIso();
  await settleLease(await lease(), { by: 'watchdog', startedAt, healedAt: startedAt });
  await fault[Symbol.asyncDispose]();
  expect(acts).toEqual(['inject', 'look again', 'heal']);
  expect(healings()).toMatchObject([{ kind: 'fault-healed', by: 'watchdog' }]);
  const [event] = healings();
  expect(Math.abs((event?.atMs ?? 0) - site.clock.nowMs())).toBeLessThan(5_000);
  expect(await heldLeases()).toEqual([]);
  expect(injected.size).toBe(0);
});

it('tells both heals when its fault went on after another had healed it', async () => {
  const fault = await inject({});
  const startedAt = site.clock.wallClockIso();
  await settleLease(await lease(), { by: 'heal', startedAt, healedAt: startedAt });
  await fault[Symbol.asyncDispose]();
  expect(healings().map((event) => ('by' in event ? event.by : event.kind))).toEqual(['heal', 'fault-healing', 'run']);
  expect(isBroken).toBe(false);
});

it('waits for another that is healing, and then finds nothing to do', async () => {
  const fault = await inject({});
  let healed: PromiseLike<void> | undefined;
  const { id } = await lease();
  await withLease(id, async (current) => {
    healed = fault[Symbol.asyncDispose]();
    await site.clock.sleep(300);
    expect(acts).toEqual(['inject']);
    isBroken = false;
    const startedAt = site.clock.wallClockIso();
    await settleLease(current as Lease, { by: 'watchdog', startedAt, healedAt: startedAt });
  });
  await healed;
  expect(healings()).toMatchObject([{ kind: 'fault-healed', by: 'watchdog' }]);
});

it('heals what it injected only after others had healed for it, and calls the fault ineffective', async () => {
  const late: Partial<FaultKind> = {
    async inject() {
      const startedAt = site.clock.wallClockIso();
      await settleLease(await lease(), { by: 'watchdog', startedAt, healedAt: startedAt });
      isBroken = true;
    },
  };
  await expect(inject(late)).rejects.toThrow('it came too late: others had healed it by then');
  expect(isBroken).toBe(false);
  expect(events.map(({ kind }) => kind)).toContain('fault-ineffective');
  expect(await heldLeases()).toEqual([]);
});

it.each([
  ['its lease was given back by somebody', async () => removeLease((await lease()).id)],
  ['its lease cannot be read', async () => writeFileSync(await leasePath(), '{"id":')],
  ['its state directory is gone', async () => rmSync(site.state, { recursive: true })],
  ['its state directory is refused', refuseState],
])('heals also when %s', async (_what, happen) => {
  const fault = await inject({});
  await happen();
  await Promise.allSettled([fault[Symbol.asyncDispose]()]);
  expect(isBroken).toBe(false);
  expect(healings().at(-1)).toMatchObject({ kind: 'fault-healed', by: 'run' });
  expect(events.map(({ kind }) => kind)).not.toContain('heal-failed');
});

it('heals although nobody can listen, and says so afterwards', async () => {
  const fault = await inject({}, deaf);
  await expect(fault[Symbol.asyncDispose]()).rejects.toThrow('nobody listens');
  expect(isBroken).toBe(false);
  expect(healings()).toMatchObject([{ kind: 'fault-healed', by: 'run' }]);
  expect(await heldLeases()).toEqual([]);
});

function deaf(event: JournalEvent): void {
  if (event.kind === 'fault-healing') throw new Error('nobody listens');
  events.push(event);
}

async function lookAgain(): Promise<void> {
  acts.push('look again');
}

function inject(
  more: Partial<FaultKind>,
  append: (event: JournalEvent) => void = (event) => void events.push(event),
): Promise<AsyncDisposable> {
  const kind = pretendedFault('node-kill', ['a'], {
    async inject() {
      acts.push('inject');
      isBroken = true;
    },
    isEffective: async () => isBroken,
    async heal() {
      acts.push('heal');
      isBroken = false;
    },
    ...more,
  });
  const planned = { name: 'kill-a', kind: 'node-kill', settings: {}, injectAtMs: 0, healAtMs: 1_000 };
  const cluster = { topology: 'galera', directory: '/nowhere/cluster', lookAgain } as unknown as Cluster;
  const target = { cluster, runId: 'run-1', journalDirectory: site.directory };
  const { signal } = new AbortController();
  return injectFault(kind, planned, target, { axis: site.clock, signal, append });
}

async function lease(): Promise<Lease> {
  return (await heldLeases())[0] as Lease;
}

async function leasePath(): Promise<string> {
  const { leases } = await openStateDirectory();
  return `${leases}/${(await lease()).id}.json`;
}

/** It holds what is not paystorm's. */
async function refuseState(): Promise<void> {
  rmSync(site.state, { recursive: true });
  mkdirSync(`${site.state}/photographs`, { recursive: true });
}

async function countClaims(): Promise<number> {
  const { leases } = await openStateDirectory();
  return readdirSync(leases).filter((name) => name.includes('.claim-')).length;
}

function healings(): readonly JournalEvent[] {
  return events.filter(({ kind }) => kind === 'fault-healing' || kind === 'fault-healed');
}
