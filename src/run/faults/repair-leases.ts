/** Heals what a runner left broken that is dead or hangs, from its leases alone. Every command that touches a target does this first. */
import { existsSync } from 'node:fs';
import { isOrphaned, orphanedLeases, settleLease, type HealedByOther, type Lease } from '../../host/lease.js';
import { isSameProcess, type ProcessIdentity } from '../../host/process-identity.js';
import { endCommands } from '../../host/running-command.js';
import { absentCluster } from '../../kit/absent-cluster.js';
import { msUntilEnd } from '../../kit/ends-by.js';
import { messageOf, ToolError } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import { limits } from '../../model/limits.js';
import type { Catalog } from '../../model/registry.js';
import type { Cluster } from '../../model/topology.js';
import { healFault } from './heal-fault.js';
import { HealTurns, type HealTurn } from './heal-turns.js';
import { isStillBroken, keepPromise } from './keep-promise.js';
import { noteHealed, noteHealFailed } from './note-in-journal.js';
import { wordsOfLease } from './words-of-lease.js';

export interface RepairOptions {
  readonly catalog: Pick<Catalog, 'faults' | 'topologies'>;
  readonly clock: Clock;
  readonly onProgress: (text: string) => void;
  /** Only what this process has left; what anybody has, when left out. */
  readonly owner?: ProcessIdentity;
  /** Who says in the journal to have healed; a later command when left out. */
  readonly by?: HealedByOther['by'];
}

/** Resolves to the leases that were healed; rejects with a ToolError that names those that were not. */
export async function repairLeases(options: RepairOptions): Promise<readonly Lease[]> {
  const { clock, owner } = options;
  const healed: Lease[] = [];
  const found = await orphanedLeases();
  const problems = found.unreadable.map(({ message, hint }) => `${message} ${hint}`);
  const turns = new HealTurns();
  const repairInTurn = async (lease: Lease, turn: HealTurn): Promise<void> => {
    await turn.come(clock);
    try {
      if (await repairOnce(lease, options)) healed.push(lease);
    } catch (error) {
      problems.push(`${wordsOfLease(lease)}: ${messageOf(error)}`);
    } finally {
      turn.pass();
    }
  };
  const leases = found.leases.filter((lease) => owner === undefined || isSameProcess(lease.owner, owner));
  const inTurn = leases.map((lease) => [lease, turns.take()] as const);
  await Promise.all(inTurn.map(([lease, turn]) => repairInTurn(lease, turn)));
  if (problems.length === 0) return healed;
  const hint = 'Look at the servers, then run: paystorm heal';
  throw new ToolError('healFailed', `Not healed:\n  ${problems.join('\n  ')}`, hint);
}

async function repair(lease: Lease, options: RepairOptions): Promise<void> {
  const { clock, by = 'heal' } = options;
  const startedAt = clock.wallClockIso();
  const kind = options.catalog.faults.get(lease.kind);
  await endCommands(lease.id, { clock, timeoutMs: kind.injectTimeoutMs?.(lease.settings) ?? 0 });
  const cluster = await attach(lease, options);
  // What only attaches to a cluster must leave its servers running: of it, only the administrator's connections are given up.
  await using _administration = cluster?.administration;
  const { settings, targets, stays, healed: before } = lease;
  const here = cluster ?? absentCluster(lease.topology);
  const broken = { name: lease.fault, kind, cluster: here, settings, targets, stays };
  // Servers whose directory is gone are gone with their fault, unless it did more than they could take away with them.
  const isBroken = cluster !== null && (await isStillBroken(broken, before));
  if (cluster !== null || kind.outlivesServers?.(settings) === true) await healFault(broken, clock);
  const healed = before !== undefined && !isBroken ? before : { startedAt, healedAt: clock.wallClockIso(), by };
  await settleLease(lease, healed);
  await noteHealed(lease, healed).catch((error: unknown) => {
    // What is healed is healed, whether or not it can be written down.
    options.onProgress(`healed, but the journal could not be told: ${messageOf(error)}`);
  });
}

/** As long as the lease stands, a verdict on the run must not pass over what is broken. Rejects as `repair` does. */
async function repairOrNote(lease: Lease, options: RepairOptions): Promise<void> {
  const { clock, onProgress } = options;
  try {
    await repair(lease, options);
  } catch (error) {
    await noteHealFailed(lease, clock.wallClockIso(), messageOf(error)).catch((untold: unknown) => {
      onProgress(`not healed, and the journal could not be told: ${messageOf(untold)}`);
    });
    throw error;
  }
}

/** Resolves to false when another process has healed it in the meantime; one that gives up or dies is relieved. Rejects as the heal does. */
async function repairOnce(lease: Lease, options: RepairOptions): Promise<boolean> {
  let isRepaired = false;
  // Who heals it waits for what only time ends.
  const timeoutMs = limits.healMsMax + msUntilEnd(lease.targets, options.clock);
  const patience = { clock: options.clock, timeoutMs };
  const isKept = await keepPromise(lease, patience, async (current) => {
    if (current === null || !(await isOrphaned(current))) return;
    // Only now: one that another process heals is not told of twice.
    const whose = options.owner === undefined ? 'another run' : 'its run';
    options.onProgress(`healing what ${whose} left broken: ${wordsOfLease(current)}`);
    await repairOrNote(current, options);
    isRepaired = true;
  });
  if (!isKept) throw new Error('another process is still healing it');
  return isRepaired;
}

async function attach(lease: Lease, { catalog, clock, onProgress }: RepairOptions): Promise<Cluster | null> {
  const topology = catalog.topologies.get(lease.topology);
  const { clusterDirectory, targetSettings } = lease;
  const { signal } = new AbortController();
  const start = { clock, signal, onProgress, connectionsMax: 0, runDirectory: null, isKept: false };
  if (topology.reach !== undefined && targetSettings !== undefined) return topology.reach(targetSettings, start);
  if (topology.attach === undefined || clusterDirectory === null || !existsSync(clusterDirectory)) return null;
  return topology.attach(clusterDirectory, start);
}
