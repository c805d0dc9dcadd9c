/** Heals what a dead runner left broken, from its leases alone. Every command that touches a target does this first. */
import { existsSync } from 'node:fs';
import { orphanedLeases, removeLease, type Lease } from '../../host/lease.js';
import { EventLog, readEvents } from '../../journal/event-log.js';
import { messageOf, ToolError } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type { JournalEvent } from '../../model/journal.js';
import type { Catalog } from '../../model/registry.js';
import type { Cluster } from '../../model/topology.js';
import { heal } from './inject-fault.js';

export interface RepairOptions {
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly onProgress: (text: string) => void;
}

/** Resolves to the leases that were healed; rejects with a ToolError that names those that were not. */
export async function repairLeases(options: RepairOptions): Promise<readonly Lease[]> {
  const leases = await orphanedLeases();
  const problems: string[] = [];
  for (const lease of leases) {
    options.onProgress(
      `healing what an ended run left broken: ${lease.fault} (${lease.kind} on ${lease.targets.nodes.join(', ')})`,
    );
    try {
      await repair(lease, options);
    } catch (error) {
      problems.push(`${lease.fault} (${lease.kind}): ${messageOf(error)}`);
    }
  }
  if (problems.length === 0) return leases;
  throw new ToolError(
    'healFailed',
    `Not healed:\n  ${problems.join('\n  ')}`,
    'Look at the servers, then run: paystorm heal',
  );
}

async function repair(lease: Lease, options: RepairOptions): Promise<void> {
  const startedAt = options.clock.wallClockIso();
  const cluster = await attach(lease, options);
  // Servers whose directory is gone are gone with their fault.
  if (cluster !== null) {
    await heal(options.catalog.faults.get(lease.kind), cluster, lease.targets, options.clock);
  }
  await removeLease(lease.id);
  noteInJournal(lease, startedAt, options.clock.wallClockIso());
}

async function attach(lease: Lease, { catalog, clock, onProgress }: RepairOptions): Promise<Cluster | null> {
  const topology = catalog.topologies.get(lease.topology);
  if (topology.attach === undefined || !existsSync(lease.clusterDirectory)) return null;
  return topology.attach(lease.clusterDirectory, {
    clock,
    signal: new AbortController().signal,
    onProgress,
    connectionsMax: 0,
    runDirectory: null,
    isKept: false,
  });
}

/** The journal's axis is found again by wall clock: good to milliseconds, and said to be healed from outside. */
function noteInJournal(lease: Lease, startedAt: string, healedAt: string): void {
  if (!existsSync(lease.journalDirectory)) return;
  const events = readEvents(lease.journalDirectory);
  const started = events.find((event) => event.kind === 'load-started');
  if (started === undefined || started.kind !== 'load-started') return;
  const onAxis = (iso: string): number => Date.parse(iso) - Date.parse(started.wallClock);
  const healed: JournalEvent = {
    kind: 'fault-healed',
    atMs: onAxis(healedAt),
    fault: lease.fault,
    startedMs: onAxis(startedAt),
    verifiedMs: onAxis(healedAt),
    by: 'heal',
  };
  const log = new EventLog(lease.journalDirectory);
  try {
    log.append(healed);
  } finally {
    log.close();
  }
}
