/** A lease: the promise to heal a fault, on disk before the fault is injected, so that any later process can keep it. */
import { open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createSystemClock } from '../kit/clock.js';
import { ToolError } from '../kit/error.js';
import type { FaultTargets } from '../model/fault.js';
import { takeClaim } from './claim.js';
import { identifySelf, stateOfProcess, type ProcessIdentity } from './process-identity.js';
import { openStateDirectory } from './state-directory.js';

export interface Lease {
  readonly id: string;
  readonly runId: string;
  readonly journalDirectory: string;
  /** Name of the fault in its scenario, and its kind. */
  readonly fault: string;
  readonly kind: string;
  /** Null for servers that others run. */
  readonly clusterDirectory: string | null;
  readonly topology: string;
  /** Of the target, for servers that others run: with their passwords, which stand here only. Absent for others. */
  readonly targetSettings?: unknown;
  /** How a person undoes it, line by line, where that can be said. */
  readonly byHand?: readonly string[];
  /** Of the fault, as its kind has decoded them. */
  readonly settings: unknown;
  readonly targets: FaultTargets;
  /** A planned operation that is not to be undone, only to be brought to an end. */
  readonly stays?: boolean;
  /** Wall clock, ISO 8601: by then even a slow heal is over. An owner that lives on beyond it hangs, and others heal. */
  readonly dueAt: string;
  /** Who is to heal it. */
  readonly owner: ProcessIdentity;
  /** Counts what its owner has injected: what came last is healed first. */
  readonly number: number;
}

/** Of this process. */
let leasesTaken = 0;

const suffix = '.json';

/** File and directory are synced: after a power loss the promise is still there. */
export async function writeLease(lease: Omit<Lease, 'owner' | 'number'>): Promise<Lease> {
  const { leases } = await openStateDirectory();
  leasesTaken += 1;
  const whole = { ...lease, number: leasesTaken, owner: await identifySelf() };
  const path = join(leases, `${lease.id}${suffix}`);
  await sync(`${path}.new`, 'w', JSON.stringify(whole, null, 2));
  await rename(`${path}.new`, path);
  await sync(leases, 'r');
  return whole;
}

export async function removeLease(id: string): Promise<void> {
  const { leases } = await openStateDirectory();
  await unlink(join(leases, `${id}${suffix}`)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

export async function readLeases(): Promise<readonly Lease[]> {
  const { leases } = await openStateDirectory();
  const names = (await readdir(leases)).filter((name) => name.endsWith(suffix));
  return (await Promise.all(names.map((name) => readLease(join(leases, name))))).filter((each) => each !== null);
}

/** Leases whose owner is gone, or has let their time pass, in the order in which each owner took them. */
export async function orphanedLeases(): Promise<readonly Lease[]> {
  const nowMs = Date.parse(createSystemClock().wallClockIso());
  const leases = await leasesOf((lease, state) => state === 'down' || Date.parse(lease.dueAt) < nowMs);
  return leases.toSorted((left, right) => left.number - right.number);
}

/**
 * Makes this process the only one that keeps an orphaned promise, while `act` runs. Resolves to false when another living process
 * does so already, or has done so.
 */
export async function withOrphan(lease: Lease, act: () => Promise<void>): Promise<boolean> {
  const { leases } = await openStateDirectory();
  const path = join(leases, `${lease.id}${suffix}`);
  await using claim = await takeClaim(path);
  if (claim === null || (await readLease(path)) === null) return false;
  await act();
  return true;
}

/** A lease of another living process on the same cluster; null when there is none. */
export async function otherHolder(lease: Lease): Promise<Lease | null> {
  const held = await leasesOf((_lease, state) => state !== 'down');
  const isOther = (each: Lease): boolean =>
    each.clusterDirectory === lease.clusterDirectory && each.owner.pid !== lease.owner.pid;
  return lease.clusterDirectory === null ? null : (held.find(isOther) ?? null);
}

type OwnerState = Awaited<ReturnType<typeof stateOfProcess>>;

async function leasesOf(isMeant: (lease: Lease, state: OwnerState) => boolean): Promise<readonly Lease[]> {
  const leases = await readLeases();
  const states = await Promise.all(leases.map((lease) => stateOfProcess(lease.owner)));
  return leases.filter((lease, index) => isMeant(lease, states[index] ?? 'down'));
}

/** Null for one that was given back in the meantime. */
async function readLease(path: string): Promise<Lease | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Lease;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    const hint = 'Something that paystorm broke may not be healed: look at the servers, then remove the file.';
    throw new ToolError('healFailed', `The lease ${path} cannot be read.`, hint, { cause: error });
  }
}

async function sync(path: string, flags: 'r' | 'w', content?: string): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    if (content !== undefined) await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
