/** When a fault was let loose and when its heal was, as the journal says: the two instants that make its length. */
import type { JournalEvent } from '../../../model/journal.js';

/** On the plan's axis; null where it never happened. */
export function lengthOf(fault: string, events: readonly JournalEvent[]): number | null {
  const injected = events.find((event) => event.kind === 'fault-injected' && event.fault === fault);
  const healed = events.find((event) => event.kind === 'fault-healed' && event.fault === fault);
  if (injected?.kind !== 'fault-injected' || healed?.kind !== 'fault-healed') return null;
  return healed.startedMs - injected.issuedMs;
}
