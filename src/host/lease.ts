/** A lease: the promise to heal a fault, on disk before the fault is injected, so that any later process can keep it. */
import { open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultTargets } from '../model/fault.js';
import { identifySelf, stateOfProcess, type ProcessIdentity } from './process-identity.js';
import { openStateDirectory } from './state-directory.js';

export interface Lease {
  readonly id: string;
  readonly runId: string;
  readonly journalDirectory: string;
  /** Name of the fault in its scenario, and its kind. */
  readonly fault: string;
  readonly kind: string;
  readonly clusterDirectory: string;
  readonly topology: string;
  readonly targets: FaultTargets;
  /** ISO 8601: when it is due to be healed at the latest. */
  readonly deadline: string;
  readonly owner: ProcessIdentity;
}

/** File and directory are synced: after a power loss the promise is still there. */
export async function writeLease(lease: Omit<Lease, 'owner'>): Promise<Lease> {
  const { leases } = await openStateDirectory();
  const whole = { ...lease, owner: await identifySelf() };
  const path = join(leases, `${lease.id}.json`);
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(whole, null, 2));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  const directory = await open(leases, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
  return whole;
}

export async function removeLease(id: string): Promise<void> {
  const { leases } = await openStateDirectory();
  await unlink(join(leases, `${id}.json`)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

export async function readLeases(): Promise<readonly Lease[]> {
  const { leases } = await openStateDirectory();
  const names = (await readdir(leases)).filter((name) => name.endsWith('.json'));
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(leases, name), 'utf8')) as Lease));
}

/** Leases whose owner is gone. */
export async function orphanedLeases(): Promise<readonly Lease[]> {
  const leases = await readLeases();
  const states = await Promise.all(leases.map((lease) => stateOfProcess(lease.owner)));
  return leases.filter((_lease, index) => states[index] === 'down');
}
