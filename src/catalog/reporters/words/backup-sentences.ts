/** What is told of each backup: how long it took, of which moment it is, and what was in it when it was restored. */
import { counted, formatBytes, formatClock, formatCount, formatDuration } from '../../../kit/format.js';
import type { BackupResult, TakenBackup } from '../../../model/backup.js';
import type { RunRecord } from '../../../model/run-record.js';

/** Two for each: how it was taken, and what became of it. */
export function backupSentences({ backups = [] }: RunRecord): readonly string[] {
  return backups.map((backup) => `${takenSentence(backup)} ${restoredSentence(backup)}`);
}

function takenSentence({ fault, taken }: BackupResult): string {
  const { node, reads, startedMs, endedMs, bytes } = taken;
  const what = `Backup ${fault} of ${node} (${reads})`;
  if (taken.failure !== null) return `${what}: none, because ${taken.failure}.`;
  const took = endedMs === null ? '' : ` in ${formatDuration(endedMs - startedMs)}`;
  return `${what}: taken${took}, ${formatBytes(bytes)}${momentOf(taken)}.`;
}

/** Which bound is used for what must be in it. */
function momentOf({ snapshot, appliedMs }: TakenBackup): string {
  if (snapshot === null) return '';
  const moment = `, its moment between ${formatClock(snapshot.fromMs, 3)} and ${formatClock(snapshot.toMs, 3)}`;
  if (appliedMs === null) return `${moment}, on a node that was too far behind to say what had to be in it`;
  return `${moment}; what was acknowledged until ${formatClock(appliedMs, 3)} had to be in it`;
}

function restoredSentence({ taken, restoreTookMs, refusal, obstacle, audit, missing }: BackupResult): string {
  if (taken.failure !== null) return 'Nothing was restored.';
  if (refusal !== null) return `It could not be restored: ${refusal}.`;
  if (obstacle !== null) return `It was not restored: ${obstacle}.`;
  const payments = audit?.nodes[0]?.rows.payments ?? 0;
  return `Restored in ${formatDuration(restoreTookMs)}: ${counted(payments, 'payment')} in it, ${formatCount(missing?.count ?? null)} missing.`;
}
