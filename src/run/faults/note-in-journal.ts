/** What others have done for a runner that is gone, written into its journal; one that lives writes it itself. */
import { existsSync } from 'node:fs';
import type { HealedByOther, Lease } from '../../host/lease.js';
import { stateOfProcess } from '../../host/process-identity.js';
import { EventLog, readEvents } from '../../journal/event-log.js';
import type { JournalEvent } from '../../model/journal.js';
import { healedEvent } from './keep-promise.js';

export function noteHealed(lease: Lease, healed: HealedByOther): Promise<void> {
  return note(lease, (_events, onAxis) => healedEvent(lease.fault, healed, onAxis));
}

/** Once, however often it is tried again in vain. `failedAt` is wall clock, ISO 8601. */
export function noteHealFailed(lease: Lease, failedAt: string, reason: string): Promise<void> {
  const { fault } = lease;
  return note(lease, (events, onAxis) =>
    isToldAsFailed(events, fault) ? null : { kind: 'heal-failed', atMs: onAxis(failedAt), fault, reason },
  );
}

type OnAxis = (iso: string) => number;

/** The journal's axis is found again by wall clock: good to milliseconds, and said to be from outside. */
async function note(
  { journalDirectory, owner }: Lease,
  tell: (events: readonly JournalEvent[], onAxis: OnAxis) => JournalEvent | null,
): Promise<void> {
  if ((await stateOfProcess(owner)) !== 'down' || !existsSync(journalDirectory)) return;
  const events = readEvents(journalDirectory);
  const started = events.find((event) => event.kind === 'load-started');
  if (started?.kind !== 'load-started') return;
  const event = tell(events, (iso) => Date.parse(iso) - Date.parse(started.wallClock));
  if (event === null) return;
  const log = new EventLog(journalDirectory);
  try {
    log.append(event);
  } finally {
    log.close();
  }
}

function isToldAsFailed(events: readonly JournalEvent[], fault: string): boolean {
  const ends = events.filter(({ kind }) => kind === 'fault-healed' || kind === 'heal-failed');
  return ends.findLast((event) => 'fault' in event && event.fault === fault)?.kind === 'heal-failed';
}
