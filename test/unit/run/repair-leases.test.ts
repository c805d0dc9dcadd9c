/** What others do with the leases of a runner that is dead or hangs. The servers of these are gone, so there is nothing to undo. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { settleLease, writeLease, type Lease } from '../../../src/host/lease.js';
import { openStateDirectory } from '../../../src/host/state-directory.js';
import { EventLog, readEvents } from '../../../src/journal/event-log.js';
import { ToolError } from '../../../src/kit/error.js';
import { createFaultRegistry } from '../../../src/kit/fault-registry.js';
import { repairLeases, type RepairOptions } from '../../../src/run/faults/repair-leases.js';
import { giveLeasesTo, heldLeases, someLease } from '../../fixtures/leases.js';
import { endedProcess, Idler } from '../../fixtures/processes.js';
import { TargetSite } from '../../fixtures/target-site.js';
import { pretendedFault } from '../../fixtures/pretended-fault.js';

const loadStartedAt = '2026-01-01T00:00:00.000Z';
const healed = {
  by: 'watchdog',
  startedAt: '2026-01-01T00:00:01.000Z',
  healedAt: '2026-01-01T00:00:02.000Z',
} as const;

let site: TargetSite;
let journal: string;
beforeEach(async () => {
  site = await TargetSite.open();
  journal = `${site.directory}/run`;
  mkdirSync(journal);
  const log = new EventLog(journal);
  log.append({ kind: 'load-started', atMs: 0, wallClock: loadStartedAt });
  log.close();
});
afterEach(() => site[Symbol.asyncDispose]());

it('one that cannot be read is named, and the others are healed', async () => {
  await leave({ id: 'one' });
  await leave({ id: 'two' });
  await giveLeasesTo(await endedProcess());
  const { leases } = await openStateDirectory();
  writeFileSync(`${leases}/broken.json`, '{"id":');
  await expect(repair()).rejects.toMatchObject({
    code: 'healFailed',
    message: expect.stringMatching(
      /^Not healed:\n {2}The lease \S+broken\.json cannot be read: .*remove the file\.$/u,
    ) as string,
  });
  expect(readFileSync(`${leases}/broken.json`, 'utf8')).toBe('{"id":');
  expect(healings().map((event) => ('by' in event ? event.by : ''))).toEqual(['heal', 'heal']);
});

it('one of a runner that hangs is healed once, and that runner is told and writes the journal itself', async () => {
  await using runner = await Idler.start();
  await leave({ dueAt: '2026-01-01T00:00:00.000Z' });
  await giveLeasesTo(runner.identity);
  expect(await repair()).toHaveLength(1);
  expect((await heldLeases())[0]?.healed).toMatchObject({ by: 'heal' });
  expect(await repair()).toEqual([]);
  expect(healings()).toEqual([]);
});

it('one of a runner that died after others had healed for it is told as of then', async () => {
  await using runner = await Idler.start();
  await leave({ dueAt: '2026-01-01T00:00:00.000Z' });
  await giveLeasesTo(runner.identity);
  await settleLease((await heldLeases())[0] as Lease, healed);
  await giveLeasesTo(await endedProcess());
  await repair();
  expect(healings()).toMatchObject([{ by: 'watchdog', startedMs: 1_000, verifiedMs: 2_000 }]);
  expect(await heldLeases()).toEqual([]);
});

it('one that cannot be healed is told in the journal of its dead runner, once, until a later try works', async () => {
  await leave({});
  await giveLeasesTo(await endedProcess());
  resistance = 'the switch does not answer';
  for (let attempt = 1; attempt <= 2; attempt += 1) await expect(repair(resisting)).rejects.toThrow(resistance);
  expect(await heldLeases()).toHaveLength(1);
  expect(failures()).toMatchObject([{ fault: 'kill-b', reason: expect.stringContaining(resistance) as string }]);
  expect(healings()).toEqual([]);
  resistance = null;
  await repair(resisting);
  expect(failures()).toHaveLength(1);
  expect(readEvents(journal).at(-1)).toMatchObject({ kind: 'fault-healed', by: 'heal' });
});

it('one that its runner told as unhealed is not told again', async () => {
  const log = new EventLog(journal);
  log.append({ kind: 'heal-failed', atMs: 9_000, fault: 'kill-b', reason: 'it did not start' });
  log.close();
  await leave({});
  await giveLeasesTo(await endedProcess());
  resistance = 'the switch does not answer';
  await expect(repair(resisting)).rejects.toThrow(resistance);
  expect(failures()).toMatchObject([{ reason: 'it did not start' }]);
});

it('one of a runner that hangs and cannot be healed is not told in its journal, which is its own', async () => {
  await using runner = await Idler.start();
  await leave({ dueAt: '2026-01-01T00:00:00.000Z' });
  await giveLeasesTo(runner.identity);
  resistance = 'the switch does not answer';
  await expect(repair(resisting)).rejects.toThrow(resistance);
  expect(failures()).toEqual([]);
});

/** Why it cannot be healed; null when it can. */
let resistance: string | null = null;

/** The fault outlives its servers, and says at once that it cannot be healed. */
const resisting = {
  topologies: createCatalog().topologies,
  faults: createFaultRegistry({
    nodeKill: pretendedFault('node-kill', [], {
      isEffective: () => Promise.resolve(resistance !== null),
      outlivesServers: () => true,
      async heal() {
        if (resistance !== null) throw new ToolError('healFailed', resistance, '');
      },
    }),
  }),
};

async function leave(more: Partial<Lease>): Promise<void> {
  await writeLease({ ...someLease, journalDirectory: journal, ...more });
}

function repair(catalog: RepairOptions['catalog'] = createCatalog()): Promise<readonly Lease[]> {
  return repairLeases({ catalog, clock: site.clock, onProgress: () => undefined });
}

function healings() {
  return readEvents(journal).filter(({ kind }) => kind === 'fault-healed');
}

function failures() {
  return readEvents(journal).filter(({ kind }) => kind === 'heal-failed');
}
