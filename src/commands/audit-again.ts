/** Reads the ledger of a stored run back once more and adds what it showed to the run's journal. */
import { checkSeals, sealedFiles } from '../journal/check-seals.js';
import { EventLog, readEvents } from '../journal/event-log.js';
import { createSystemClock } from '../kit/clock.js';
import { ToolError } from '../kit/error.js';
import type { JournalEvent, RunHeader } from '../model/journal.js';
import type { Catalog } from '../model/registry.js';
import type { Cluster } from '../model/topology.js';
import { onPlanAxis } from '../run/plan-axis.js';
import { readBack } from '../run/read-back.js';

export interface AuditAgainOptions {
  readonly directory: string;
  readonly header: RunHeader;
  readonly cluster: Cluster;
  readonly catalog: Catalog;
  readonly onProgress: (text: string) => void;
}

export async function auditAgain({
  directory,
  header,
  cluster,
  catalog,
  onProgress,
}: AuditAgainOptions): Promise<void> {
  let failure: string | null;
  const events = readEvents(directory);
  // Before anything is appended: an audit against half a journal would stand in it for good.
  checkSeals(directory, sealedFiles(events));
  const clock = createSystemClock();
  const axis = onPlanAxis(clock, clock.nowMs() - sinceStartMs(events, clock.wallClockIso()));
  const log = new EventLog(directory);
  try {
    failure = await readBack({
      cluster,
      header,
      catalog,
      axis,
      journal: log,
      journalDirectory: directory,
      // A killed runner's last attempts are in doubt, whenever they were.
      lastInDoubtMs: lastAttemptMs(events),
      onProgress,
      isJournalCut: isCut(events),
    });
  } finally {
    log.close();
  }
  if (failure === null) return;
  const hint = 'Is it still the ledger of this run? What was found before is shown by: paystorm report';
  throw new ToolError('setupFailed', failure, hint);
}

/** The load never ended, or a thread of it died: what happened last may stand nowhere. */
function isCut(events: readonly JournalEvent[]): boolean {
  const finished = events.find((event) => event.kind === 'load-finished');
  return finished?.kind !== 'load-finished' || finished.reason === 'thread-died';
}

/** The plan's axis is found again by wall clock: good to milliseconds. */
function sinceStartMs(events: readonly JournalEvent[], nowIso: string): number {
  const started = events.find((event) => event.kind === 'load-started');
  return started?.kind === 'load-started' ? Date.parse(nowIso) - Date.parse(started.wallClock) : 0;
}

function lastAttemptMs(events: readonly JournalEvent[]): number {
  return events.reduce((lastMs, event) => (event.kind === 'interval' ? Math.max(lastMs, event.atMs) : lastMs), 0);
}
