/** A promise to heal is kept by exactly one process, and by another when the one that gave it is gone. */
import { readdirSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  isHealedByOther,
  orphanedLeases,
  otherHolder,
  readLeases,
  removeLease,
  settleLease,
  withLease,
  writeLease,
  type Lease,
} from '../../../src/host/lease.js';
import { identifySelf } from '../../../src/host/process-identity.js';
import { openStateDirectory } from '../../../src/host/state-directory.js';
import { giveLeasesTo, heldLeases, someLease } from '../../fixtures/leases.js';
import { endedProcess, Idler } from '../../fixtures/processes.js';
import { Scratch } from '../../fixtures/scratch.js';

const healed = {
  by: 'watchdog',
  startedAt: '2026-01-01T00:00:01.000Z',
  healedAt: '2026-01-01T00:00:02.000Z',
} as const;

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
  env['PAYSTORM_STATE'] = scratch.path('s');
});
afterEach(() => {
  delete env['PAYSTORM_STATE'];
  scratch[Symbol.dispose]();
});

it('is read as it was written, with this process as its owner, until it is given back', async () => {
  const lease = await writeLease(someLease);
  expect(lease).toEqual({ ...someLease, number: expect.any(Number), owner: await identifySelf() });
  expect(await heldLeases()).toEqual([lease]);
  await removeLease(lease.id);
  expect(await heldLeases()).toEqual([]);
  await removeLease(lease.id);
});

it('is orphaned when its owner has ended, and not before', async () => {
  await writeLease(someLease);
  expect(await orphanedIds()).toEqual([]);
  await using other = await Idler.start();
  await giveLeasesTo(other.identity);
  expect(await orphanedIds()).toEqual([]);
  await giveLeasesTo(await endedProcess());
  expect(await orphanedIds()).toEqual([someLease.id]);
});

it('is kept by others too when its time has passed, though its owner lives', async () => {
  await writeLease({ ...someLease, id: 'overdue', dueAt: '2026-01-01T00:00:00.000Z' });
  await writeLease(someLease);
  expect(await orphanedIds()).toEqual(['overdue']);
});

it('is held by another only when that one lives and has the same cluster', async () => {
  await using other = await Idler.start();
  await writeLease({ ...someLease, id: 'theirs' });
  await giveLeasesTo(other.identity);
  const own = await writeLease(someLease);
  expect((await otherHolder(own))?.id).toBe('theirs');
  expect(await otherHolder({ ...own, clusterDirectory: '/nowhere/else' })).toBeNull();
  await giveLeasesTo(await endedProcess());
  expect(await otherHolder(own)).toBeNull();
});

it('is kept by one process at a time', async () => {
  const lease = await orphan();
  let kept = 0;
  const keep = async (): Promise<void> => {
    kept += 1;
    expect(await withLease(lease.id, async () => void (kept += 1))).toBe(false);
  };
  expect(await withLease(lease.id, keep)).toBe(true);
  expect(kept).toBe(1);
});

it('is shown to who comes too late as it stands by then', async () => {
  const lease = await orphan();
  const stood: (Lease | null)[] = [];
  const look = (current: Lease | null) => Promise.resolve(void stood.push(current));
  await withLease(lease.id, look);
  await removeLease(lease.id);
  await withLease(lease.id, look);
  expect(stood).toEqual([lease, null]);
});

it('that another has healed is given back by its owner, who is told, and by nobody else while that one lives', async () => {
  await using owner = await Idler.start();
  await writeLease({ ...someLease, dueAt: '2026-01-01T00:00:00.000Z' });
  await giveLeasesTo(owner.identity);
  const lease = (await heldLeases())[0] as Lease;
  expect(await isHealedByOther(lease)).toBe(false);
  await settleLease(lease, healed);
  expect(await isHealedByOther(lease)).toBe(true);
  expect(await heldLeases()).toEqual([{ ...lease, healed }]);
  expect(await orphanedIds()).toEqual([]);
  await giveLeasesTo(await endedProcess());
  expect(await orphanedIds()).toEqual([someLease.id]);
  await settleLease((await heldLeases())[0] as Lease, healed);
  expect(await heldLeases()).toEqual([]);
});

it('that only its owner can heal is orphaned when that one has ended, and not by any delay', async () => {
  await writeLease({ ...someLease, dueAt: null });
  expect(await orphanedIds()).toEqual([]);
  await giveLeasesTo(await endedProcess());
  expect(await orphanedIds()).toEqual([someLease.id]);
});

it('is kept by the next when the process that was keeping it died, and the claim is gone afterwards', async () => {
  const lease = await orphan();
  const { leases } = await openStateDirectory();
  const dead = JSON.stringify(await endedProcess());
  writeFileSync(`${leases}/${lease.id}.json.claim-1`, dead);
  expect(await withLease(lease.id, () => removeLease(lease.id))).toBe(true);
  expect(readdirSync(leases)).toEqual([]);
});

it.each([
  ['nothing', ''],
  ['half of it', '{"pid":12,"st'],
  ['nothing but a word', 'null'],
])(
  'is kept by the next when a power loss has left %s of the claim of the process that was keeping it',
  async (_what, left) => {
    const lease = await orphan();
    const { leases } = await openStateDirectory();
    writeFileSync(`${leases}/${lease.id}.json.claim-2`, left);
    const claims: string[] = [];
    const keep = async (): Promise<void> => {
      claims.push(...readdirSync(leases).filter((name) => name.includes('.claim-')));
      await removeLease(lease.id);
    };
    expect(await withLease(lease.id, keep)).toBe(true);
    expect(claims).toEqual([`${lease.id}.json.claim-2`, `${lease.id}.json.claim-3`]);
    expect(readdirSync(leases)).toEqual([]);
  },
);

it('is kept by one of many that find its keeper dead at the same time', async () => {
  const lease = await orphan();
  const { leases } = await openStateDirectory();
  writeFileSync(`${leases}/${lease.id}.json.claim-3`, JSON.stringify(await endedProcess()));
  let kept = 0;
  const keep = async (current: Lease | null): Promise<void> => {
    if (current !== null) kept += 1;
    await removeLease(lease.id);
  };
  await Promise.all(Array.from({ length: 8 }, () => withLease(lease.id, keep)));
  expect(kept).toBeLessThanOrEqual(1);
  await withLease(lease.id, keep);
  expect(kept).toBe(1);
  expect(readdirSync(leases)).toEqual([]);
});

it('can be claimed again when keeping it failed', async () => {
  const lease = await orphan();
  await expect(withLease(lease.id, () => Promise.reject(new Error('it resists')))).rejects.toThrow('it resists');
  expect(await withLease(lease.id, async () => undefined)).toBe(true);
});

it('that cannot be read is an error with its path, never passed over, and keeps nobody from the others', async () => {
  const lease = await orphan();
  const { leases } = await openStateDirectory();
  writeFileSync(`${leases}/broken.json`, '{"id":');
  const found = await orphanedLeases();
  expect(found.leases).toEqual([lease]);
  expect(found.unreadable).toMatchObject([
    { code: 'healFailed', message: expect.stringContaining('broken.json') as string },
  ]);
  expect((await readLeases()).unreadable).toHaveLength(1);
  // Nobody knows whether it is somebody else's, on the same servers.
  await expect(otherHolder(lease)).rejects.toThrow('broken.json');
});

async function orphanedIds(): Promise<readonly string[]> {
  return (await orphanedLeases()).leases.map(({ id }) => id);
}

async function orphan(): Promise<Lease> {
  await writeLease(someLease);
  await giveLeasesTo(await endedProcess());
  return (await heldLeases())[0] as Lease;
}
