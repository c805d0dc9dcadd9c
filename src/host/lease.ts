/** A lease: the promise to heal a fault, on disk before the fault is injected, so that any later process can keep it. */
import { open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createSystemClock } from '../kit/clock.js';
import { messageOf, ToolError } from '../kit/error.js';
import type { FaultTargets } from '../model/fault.js';
import { takeClaim } from './claim.js';
import { identifySelf, stateOfProcess, type ProcessIdentity, type ProcessState } from './process-identity.js';
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
  /**
   * Wall clock, ISO 8601: by then even a slow heal is over. An owner that lives on beyond it hangs, and others heal. Null for what nobody else can
   * or may heal while its owner lives.
   */
  readonly dueAt: string | null;
  /** Another process has healed it while its owner lived. That one gives the lease back: it may go on where it stood, and break again what is healed. */
  readonly healed?: HealedByOther;
  /** Who is to heal it. */
  readonly owner: ProcessIdentity;
  /** Counts what its owner has injected: what came last is healed first. */
  readonly number: number;
}

export interface HealedByOther {
  /** The watchdog of the owner, or a later command. */
  readonly by: 'watchdog' | 'heal';
  /** Wall clock, ISO 8601. */
  readonly startedAt: string;
  readonly healedAt: string;
}

/** Of this process. */
let leasesTaken = 0;

const suffix = '.json';

/** File and directory are synced: after a power loss the promise is still there. */
export async function writeLease(lease: Omit<Lease, 'owner' | 'number'>): Promise<Lease> {
  const { leases } = await openStateDirectory();
  leasesTaken += 1;
  const whole = { ...lease, number: leasesTaken, owner: await identifySelf() };
  await write(whole, leases);
  return whole;
}

/** What another process than its owner has healed: given back where that one is gone, else told to it. */
export async function settleLease(lease: Lease, healed: HealedByOther): Promise<void> {
  if ((await stateOfProcess(lease.owner)) === 'down') return removeLease(lease.id);
  const { leases } = await openStateDirectory();
  await write({ ...lease, healed }, leases);
}

export async function removeLease(id: string): Promise<void> {
  const { leases } = await openStateDirectory();
  await unlink(join(leases, `${id}${suffix}`)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

export interface FoundLeases {
  readonly leases: readonly Lease[];
  /** One for each that is no lease any more: nobody knows whose it is, or what it promises. */
  readonly unreadable: readonly ToolError[];
}

export async function readLeases(): Promise<FoundLeases> {
  const { leases } = await openStateDirectory();
  const names = (await readdir(leases)).filter((name) => name.endsWith(suffix));
  const found = await Promise.allSettled(names.map((name) => readLease(join(leases, name))));
  return {
    leases: found.flatMap((each) => (each.status === 'fulfilled' && each.value !== null ? [each.value] : [])),
    unreadable: found.flatMap((each) => (each.status === 'rejected' ? [each.reason as ToolError] : [])),
  };
}

/** Leases whose owner is gone, or has let their time pass and nobody has healed for it, in the order in which each owner took them. */
export async function orphanedLeases(): Promise<FoundLeases> {
  const { leases, unreadable } = await leasesOf(isLeft);
  return { leases: leases.toSorted((left, right) => left.number - right.number), unreadable };
}

/** Asked by its owner. A lease that cannot be read says nothing. */
export async function isHealedByOther({ id }: Lease): Promise<boolean> {
  const { leases } = await openStateDirectory();
  const lease = await readLease(join(leases, `${id}${suffix}`)).catch(() => null);
  return lease?.healed !== undefined;
}

/** Whether others are to heal it now. */
export async function isOrphaned(lease: Lease): Promise<boolean> {
  return isLeft(lease, await stateOfProcess(lease.owner));
}

/**
 * Makes this process the only one that keeps the promise, while `act` runs with the lease as it stands by then: null when it was given back. Resolves to
 * false when another living process does so already.
 */
export async function withLease(id: string, act: (lease: Lease | null) => Promise<void>): Promise<boolean> {
  const { leases } = await openStateDirectory();
  const path = join(leases, `${id}${suffix}`);
  await using claim = await takeClaim(path);
  if (claim === null) return false;
  await act(await readLease(path));
  return true;
}

/** A lease of another living process on the same cluster; null when there is none. Rejects when one cannot be read: it might be such a one. */
export async function otherHolder(lease: Lease): Promise<Lease | null> {
  if (lease.clusterDirectory === null) return null;
  const { leases, unreadable } = await leasesOf((_lease, state) => state !== 'down');
  if (unreadable[0] !== undefined) throw unreadable[0];
  const isOther = (each: Lease): boolean =>
    each.clusterDirectory === lease.clusterDirectory && each.owner.pid !== lease.owner.pid;
  return leases.find(isOther) ?? null;
}

function isLeft({ dueAt, healed }: Lease, owner: ProcessState): boolean {
  if (owner === 'down') return true;
  return healed === undefined && dueAt !== null && dueAt < createSystemClock().wallClockIso();
}

async function leasesOf(isMeant: (lease: Lease, owner: ProcessState) => boolean): Promise<FoundLeases> {
  const { leases, unreadable } = await readLeases();
  const states = await Promise.all(leases.map((lease) => stateOfProcess(lease.owner)));
  return { leases: leases.filter((lease, index) => isMeant(lease, states[index] ?? 'down')), unreadable };
}

/** Null for one that was given back in the meantime. */
async function readLease(path: string): Promise<Lease | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Lease;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    const hint = 'Something that paystorm broke may not be healed: look at the servers, then remove the file.';
    throw new ToolError('healFailed', `The lease ${path} cannot be read: ${messageOf(error)}`, hint, { cause: error });
  }
}

/** Appears whole, and stays after a power loss. */
async function write(lease: Lease, leases: string): Promise<void> {
  const path = join(leases, `${lease.id}${suffix}`);
  await sync(`${path}.new`, 'w', JSON.stringify(lease, null, 2));
  await rename(`${path}.new`, path);
  await sync(leases, 'r');
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
