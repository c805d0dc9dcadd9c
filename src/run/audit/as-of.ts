/** What was known of a payment when a copy of its ledger was taken. */
import type { Attempt } from '../../model/journal.js';

/** A copy of the ledger, on the plan's axis: what was acknowledged until `appliedMs` was there when it was taken, what was sent after `takenMs` was not. */
export interface AsOf {
  /** Null: nobody knows how far behind the node was. */
  readonly appliedMs: number | null;
  readonly takenMs: number;
}

/** What was acknowledged while the copy was being taken may be in it or not. Null for what was sent later. */
export function knownAt({ appliedMs, takenMs }: AsOf, attempt: Attempt): Attempt | null {
  if (attempt.startMs > takenMs) return null;
  const isOpen = attempt.outcome === 'acknowledged' && (appliedMs === null || attempt.endMs > appliedMs);
  return isOpen ? { ...attempt, outcome: 'in-doubt' } : attempt;
}
