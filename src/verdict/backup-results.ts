/** What became of each backup: which fault took it, what its restored ledger showed, and what it lacks that the cluster still has. */
import { arrivalOf, numberOf } from '../kit/payment-id.js';
import type { AuditCategoryCount, LedgerAudit } from '../model/audit.js';
import type { BackupResult, ReadBackup } from '../model/backup.js';
import type { FaultStory } from './fault-stories.js';

export interface ReadRun {
  readonly faults: readonly FaultStory[];
  /** The latest of the cluster's own ledger. */
  readonly audit: LedgerAudit | null;
  /** Payments that an arrival may become. */
  readonly perArrival: number;
}

/** The last reading of each, in the order in which they were taken. */
export function backupResults(readings: readonly ReadBackup[], run: ReadRun): readonly BackupResult[] {
  const latest = new Map(readings.map((reading) => [reading.taken.id, reading]));
  return [...latest.values()]
    .sort((left, right) => left.taken.startedMs - right.taken.startedMs)
    .map((reading) => ({
      ...reading,
      audit: reading.audit === null ? null : printed(reading.audit),
      fault: faultOf(reading, run.faults),
      missing: missingIn(reading.audit, new Set(run.audit?.lostArrivals), run.perArrival),
    }));
}

function faultOf({ taken: { id, node } }: ReadBackup, faults: readonly FaultStory[]): string {
  return faults.find(({ targets }) => targets.former?.[node] === id)?.fault ?? 'backup';
}

/** What the cluster has lost, no backup of it can hold. */
function missingIn(
  audit: LedgerAudit | null,
  lostAnyway: ReadonlySet<number>,
  perArrival: number,
): AuditCategoryCount | null {
  const [node] = audit?.nodes ?? [];
  if (node === undefined || node.unreadable !== null) return null;
  const { count, money, examples } = node.categories.lost;
  if (lostAnyway.size === 0) return { count, money, examples };
  const isLostAnyway = (payment: number): boolean => lostAnyway.has(arrivalOf(numberOf(payment), perArrival));
  const own = examples.filter(({ payment }) => payment !== null && !isLostAnyway(payment));
  const missing = (audit?.lostArrivals ?? []).filter((arrival) => !lostAnyway.has(arrival));
  return { count: missing.length, money: own.reduce((sum, { amount }) => sum + (amount ?? 0), 0), examples: own };
}

/** Without the lists that are only needed to judge. */
function printed({ lostArrivals: _lost, brokenArrivals: _broken, ...audit }: LedgerAudit): LedgerAudit {
  return audit;
}
