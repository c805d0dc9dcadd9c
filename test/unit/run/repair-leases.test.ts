/** What others do with the leases of a runner that is dead or hangs. The servers of these are gone, so there is nothing to undo. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { settleLease, writeLease, type Lease } from '../../../src/host/lease.js';
import { openStateDirectory } from '../../../src/host/state-directory.js';
import { EventLog, readEvents } from '../../../src/journal/event-log.js';
import { repairLeases } from '../../../src/run/faults/repair-leases.js';
import { giveLeasesTo, heldLeases, someLease } from '../../fixtures/leases.js';
import { endedProcess, Idler } from '../../fixtures/processes.js';
import { TargetSite } from '../../fixtures/target-site.js';

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

async function leave(more: Partial<Lease>): Promise<void> {
  await writeLease({ ...someLease, journalDirectory: journal, ...more });
}

function repair(): Promise<readonly Lease[]> {
  return repairLeases({ catalog: createCatalog(), clock: site.clock, onProgress: () => undefined });
}

function healings() {
  return readEvents(journal).filter(({ kind }) => kind === 'fault-healed');
}
