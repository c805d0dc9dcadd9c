/** Counts the payments that the journal knows, by how they ended for the client. */
import type { AttemptedCounts } from '../../model/audit.js';
import { isPosting, type AuditContext } from './audit-context.js';

export function countAttempted(context: AuditContext): AttemptedCounts {
  const counts = { acknowledged: 0, aborted: 0, inDoubt: 0, declined: 0, unrecorded: 0 };
  for (let arrival = 0; arrival < context.outcomes.count; arrival += 1) {
    const key = keyOf(context, arrival);
    if (key !== null && isPosting(context, arrival)) counts[key] += 1;
  }
  return counts;
}

function keyOf({ outcomes, isJournalCut }: AuditContext, arrival: number): keyof AttemptedCounts | null {
  const outcome = outcomes.outcomeOf(arrival);
  if (outcome === null) return isJournalCut ? 'unrecorded' : null;
  switch (outcome) {
    case 'acknowledged':
    case 'aborted':
    case 'declined':
      return outcome;
    case 'in-doubt':
      return 'inDoubt';
    case 'dropped':
      return null;
    default:
      return outcome satisfies never;
  }
}
