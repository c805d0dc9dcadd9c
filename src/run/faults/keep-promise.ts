/** Keeps the promise of a lease. Of all processes that may, its own runner among them, one at a time does, and with the lease as it stands by then: another may have healed before. */
import { withLease, type HealedByOther, type Lease } from '../../host/lease.js';
import { isAnythingLeft } from '../../kit/each-target.js';
import type { Clock } from '../../model/clock.js';
import type { JournalEvent } from '../../model/journal.js';
import type { Broken } from './heal-fault.js';

const lookEveryMs = 200;
/** Longest look at what another process has healed. */
const lookTimeoutMs = 5_000;

interface Patience {
  readonly clock: Clock;
  /** Longest wait for another process, which may give up or die. */
  readonly timeoutMs: number;
}

/** `heal` is handed the lease, null when it was given back. Resolves to false when another process kept at it for too long. Rejects as `heal` does, or when nobody can claim the lease. */
export async function keepPromise(
  { id }: Lease,
  { clock, timeoutMs }: Patience,
  heal: (lease: Lease | null) => Promise<void>,
): Promise<boolean> {
  for (const endMs = clock.nowMs() + timeoutMs; ; await clock.sleep(lookEveryMs)) {
    if (await withLease(id, heal)) return true;
    if (clock.nowMs() >= endMs) return false;
  }
}

/** Whether anything is left to heal, or is so again: a runner that was stopped may have gone on and broken what had been healed for it. */
export async function isStillBroken({ kind, ...broken }: Broken, healed: HealedByOther | undefined): Promise<boolean> {
  if (healed === undefined) return true;
  const look = isAnythingLeft(kind, { ...broken, signal: AbortSignal.timeout(lookTimeoutMs) });
  return look.catch(() => true);
}

/** `onAxis` places a moment of the wall clock on the axis of the journal. */
export function healedEvent(
  fault: string,
  { by, startedAt, healedAt }: HealedByOther,
  onAxis: (iso: string) => number,
): JournalEvent {
  const healedMs = onAxis(healedAt);
  return { kind: 'fault-healed', atMs: healedMs, fault, startedMs: onAxis(startedAt), verifiedMs: healedMs, by };
}
