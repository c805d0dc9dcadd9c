/** A promise to heal is kept by exactly one process, and by another when the one that gave it is gone. */
import { readdirSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  orphanedLeases,
  otherHolder,
  readLeases,
  removeLease,
  withOrphan,
  writeLease,
  type Lease,
} from '../../../src/host/lease.js';
import { identifySelf } from '../../../src/host/process-identity.js';
import { openStateDirectory } from '../../../src/host/state-directory.js';
import { giveLeasesTo, someLease } from '../../fixtures/leases.js';
import { endedProcess, Idler } from '../../fixtures/processes.js';
import { Scratch } from '../../fixtures/scratch.js';

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
  expect(await readLeases()).toEqual([lease]);
  await removeLease(lease.id);
  expect(await readLeases()).toEqual([]);
  await removeLease(lease.id);
});

it('is orphaned when its owner has ended, and not before', async () => {
  await writeLease(someLease);
  expect(await orphanedLeases()).toEqual([]);
  await using other = await Idler.start();
  await giveLeasesTo(other.identity);
  expect(await orphanedLeases()).toEqual([]);
  await giveLeasesTo(await endedProcess());
  expect((await orphanedLeases()).map(({ id }) => id)).toEqual([someLease.id]);
});

it('is kept by others too when its time has passed, though its owner lives', async () => {
  await writeLease({ ...someLease, id: 'overdue', dueAt: '2026-01-01T00:00:00.000Z' });
  await writeLease(someLease);
  expect((await orphanedLeases()).map(({ id }) => id)).toEqual(['overdue']);
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
    expect(await withOrphan(lease, async () => void (kept += 1))).toBe(false);
  };
  expect(await withOrphan(lease, keep)).toBe(true);
  expect(kept).toBe(1);
});

it('is not kept again by who comes too late', async () => {
  const lease = await orphan();
  await removeLease(lease.id);
  expect(await withOrphan(lease, async () => expect.unreachable())).toBe(false);
});

it('is kept by the next when the process that was keeping it died, and the claim is gone afterwards', async () => {
  const lease = await orphan();
  const { leases } = await openStateDirectory();
  const dead = JSON.stringify(await endedProcess());
  writeFileSync(`${leases}/${lease.id}.json.claim-1`, dead);
  expect(await withOrphan(lease, () => removeLease(lease.id))).toBe(true);
  expect(readdirSync(leases)).toEqual([]);
});

it('is kept by one of many that find its keeper dead at the same time', async () => {
  const lease = await orphan();
  const { leases } = await openStateDirectory();
  writeFileSync(`${leases}/${lease.id}.json.claim-3`, JSON.stringify(await endedProcess()));
  let kept = 0;
  const keep = async (): Promise<void> => {
    kept += 1;
    await removeLease(lease.id);
  };
  await Promise.all(Array.from({ length: 8 }, () => withOrphan(lease, keep)));
  expect(kept).toBeLessThanOrEqual(1);
  await withOrphan(lease, keep);
  expect(kept).toBe(1);
  expect(readdirSync(leases)).toEqual([]);
});

it('can be claimed again when keeping it failed', async () => {
  const lease = await orphan();
  await expect(withOrphan(lease, () => Promise.reject(new Error('it resists')))).rejects.toThrow('it resists');
  expect(await withOrphan(lease, async () => undefined)).toBe(true);
});

it('that cannot be read is an error with its path, never passed over', async () => {
  const { leases } = await openStateDirectory();
  writeFileSync(`${leases}/broken.json`, '{"id":');
  await expect(orphanedLeases()).rejects.toMatchObject({
    code: 'healFailed',
    message: expect.stringContaining('broken.json') as string,
  });
});

async function orphan(): Promise<Lease> {
  await writeLease(someLease);
  await giveLeasesTo(await endedProcess());
  return (await orphanedLeases())[0] as Lease;
}
