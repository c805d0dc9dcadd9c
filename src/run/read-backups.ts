/** After the run, so that nothing that was measured is disturbed: restores every backup into a server of its own and audits the ledger in it. */
import { messageOf } from '../kit/error.js';
import { printDuration } from '../kit/duration.js';
import type { ReadBackup, TakenBackup } from '../model/backup.js';
import type { Clock } from '../model/clock.js';
import type { JournalEvent } from '../model/journal.js';
import type { Cluster } from '../model/topology.js';
import { auditLedger, type AuditOptions } from './audit/audit-ledger.js';

type OfAudit = 'header' | 'journalDirectory' | 'catalog' | 'onProgress' | 'isJournalCut';

/** Of whatever is read after the load. */
export interface ReadingOptions extends Pick<AuditOptions, OfAudit> {
  readonly cluster: Cluster;
  readonly axis: Clock;
  readonly journal: { append(event: JournalEvent): void };
}

/** Journals what each backup showed. */
export async function readBackups(options: ReadingOptions): Promise<void> {
  const { cluster, axis, journal } = options;
  for (const taken of (await cluster.backups?.taken()) ?? []) {
    const reading = await readBackup(taken, options);
    journal.append({ kind: 'backup-read', atMs: axis.nowMs(), reading });
  }
}

async function readBackup(taken: TakenBackup, options: ReadingOptions): Promise<ReadBackup> {
  const untried = { taken, restoreTookMs: null, refusal: null, obstacle: null, audit: null };
  const { snapshot, failure } = taken;
  if (failure !== null) return untried;
  if (snapshot === null) return { ...untried, obstacle: 'nobody saw when it began to read' };
  try {
    return await restoreAndAudit({ ...taken, snapshot }, options);
  } catch (error) {
    return { ...untried, obstacle: messageOf(error) };
  }
}

type Restorable = TakenBackup & { readonly snapshot: NonNullable<TakenBackup['snapshot']> };

async function restoreAndAudit(taken: Restorable, options: ReadingOptions): Promise<ReadBackup> {
  const { cluster, axis, onProgress } = options;
  const { id, node, appliedMs, snapshot } = taken;
  if (cluster.backups === undefined) throw new Error('the cluster that holds it is gone');
  onProgress(`restoring the backup of ${node} into a server of its own`);
  await using restored = await cluster.backups.restore(id, { clock: axis });
  const { endpoint, tookMs: restoreTookMs, refusal } = restored;
  const result = { taken, restoreTookMs, refusal, obstacle: null };
  if (refusal !== null) return { ...result, audit: null };
  onProgress(`restored in ${printDuration(Math.round(restoreTookMs))}; reading the ledger in it`);
  const audit = await auditLedger({
    ...options,
    endpoints: [endpoint],
    readable: { authority: node, comparable: [], excluded: [] },
    clock: axis,
    asOf: { appliedMs, takenMs: snapshot.toMs },
  });
  return { ...result, audit };
}
