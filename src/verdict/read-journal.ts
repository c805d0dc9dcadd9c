/** Sorts the events of a journal by what they tell, so that every part of the verdict reads its own list. */
import { readLatestAttempts } from '../journal/attempt-file.js';
import { readEvents } from '../journal/event-log.js';
import { ToolError } from '../kit/error.js';
import type { BankTotal } from '../model/anomaly.js';
import type { LedgerAudit } from '../model/audit.js';
import type { ReadBackup } from '../model/backup.js';
import type { LoadInterval } from '../model/load-interval.js';
import type { Evidence } from '../model/evidence.js';
import { sealedFiles } from '../journal/check-seals.js';
import type { FileSeal, JournalEvent, RunHeader } from '../model/journal.js';
import type { ClusterNotice } from '../model/topology.js';
import { tellFaultStories, type FaultStory } from './fault-stories.js';

export type EventOf<Kind extends JournalEvent['kind']> = Extract<JournalEvent, { readonly kind: Kind }>;

/** What only a runner writes, again and again or at its end. */
const signsOfLife: ReadonlySet<JournalEvent['kind']> = new Set([
  'interval',
  'instrument',
  'node-state',
  'redundant-again',
  'load-finished',
  'run-finished',
]);

export interface JournalFacts {
  readonly header: RunHeader;
  readonly finish: Evidence['finish'];
  /** The latest reading of the ledger. */
  readonly audit: LedgerAudit | null;
  readonly faults: readonly FaultStory[];
  readonly firstLooks: readonly EventOf<'first-look'>[];
  readonly intervals: readonly LoadInterval[];
  readonly instrument: readonly EventOf<'instrument'>[];
  readonly nodeStates: readonly EventOf<'node-state'>[];
  readonly routeChanges: readonly EventOf<'route-changed'>[];
  readonly notices: readonly ClusterNotice[];
  readonly redundantAgainMs: readonly number[];
  readonly bankTotals: readonly BankTotal[];
  readonly bufferLooks: readonly EventOf<'buffer-posted'>[];
  readonly backups: readonly ReadBackup[];
  readonly breaches: readonly EventOf<'gate-breached'>[];
  /** What went otherwise than planned, in sentences. */
  readonly troubles: readonly EventOf<'trouble'>[];
  /** What a load thread died of; null when none did, or nothing says so. */
  readonly threadDeath: string | null;
  /** Why it could not be written any further; null when nothing says so. */
  readonly brokenBy: string | null;
  readonly sealedFiles: readonly FileSeal[];
  /** The runner's last sign of life, on the plan's axis: what a watchdog or a later command has added saw nothing of the target. */
  readonly watchedUntilMs: number;
}

export function readJournal(directory: string): JournalFacts {
  const events = readEvents(directory);
  const started = ofKind(events, 'run-started')[0];
  if (started === undefined) {
    const hint = holdsAttempts(directory)
      ? 'Payments are recorded beside it, so its beginning was cut off. Restore events.ndjson from where it was stored.'
      : 'The run ended before its first payment was sent; there is nothing to judge. Run the scenario again.';
    throw new ToolError('setupFailed', `The journal in ${directory} does not say what was run.`, hint);
  }
  return {
    header: started.run,
    finish: finishOf(events),
    audit: ofKind(events, 'audited').at(-1)?.audit ?? null,
    faults: tellFaultStories(events),
    firstLooks: ofKind(events, 'first-look'),
    intervals: ofKind(events, 'interval').map((event) => event.interval),
    instrument: ofKind(events, 'instrument'),
    nodeStates: ofKind(events, 'node-state'),
    routeChanges: ofKind(events, 'route-changed'),
    notices: ofKind(events, 'notice').map((event) => event.notice),
    redundantAgainMs: ofKind(events, 'redundant-again').map((event) => event.atMs),
    backups: ofKind(events, 'backup-read').map((event) => event.reading),
    bankTotals: ofKind(events, 'total-read').map((event) => event.read),
    bufferLooks: ofKind(events, 'buffer-posted'),
    breaches: ofKind(events, 'gate-breached'),
    troubles: ofKind(events, 'trouble'),
    threadDeath: ofKind(events, 'load-finished').at(-1)?.death ?? null,
    brokenBy: ofKind(events, 'journal-broken').at(-1)?.reason ?? null,
    sealedFiles: sealedFiles(events),
    watchedUntilMs: events.reduce(
      (latest, { kind, atMs }) => (signsOfLife.has(kind) ? Math.max(latest, atMs) : latest),
      0,
    ),
  };
}

export function ofKind<Kind extends JournalEvent['kind']>(
  events: readonly JournalEvent[],
  kind: Kind,
): readonly EventOf<Kind>[] {
  return events.filter((event): event is EventOf<Kind> => event.kind === kind);
}

function holdsAttempts(directory: string): boolean {
  let isOne = false;
  readLatestAttempts(directory, 1, () => (isOne = true));
  return isOne;
}

/** Only the last line of an orderly end says that the runner lived to see it. */
function finishOf(events: readonly JournalEvent[]): Evidence['finish'] {
  const loadFinished = ofKind(events, 'load-finished').at(-1);
  if (loadFinished === undefined || ofKind(events, 'run-finished').length === 0) return 'killed';
  return loadFinished.reason;
}
