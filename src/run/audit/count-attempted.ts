/** Counts the payments that the journal knows, by how they ended for the client. */
import type { AttemptedCounts } from '../../model/audit.js';
import { isPosting, type AuditContext } from './audit-context.js';

export function countAttempted(context: AuditContext): AttemptedCounts {
  const counts = { acknowledged: 0, aborted: 0, inDoubt: 0, declined: 0, unrecorded: 0 };
  for (let number = 0; number < context.outcomes.count; number += 1) {
    const key = keyOf(context, number);
    if (key !== null && isPosting(context, number)) counts[key] += 1;
  }
  return counts;
}

function keyOf({ outcomes, isJournalCut, perArrival }: AuditContext, number: number): keyof AttemptedCounts | null {
  const outcome = outcomes.outcomeOf(number);
  // Few arrivals are tried again: of one without a record the first attempt stands for all.
  if (outcome === null) return isJournalCut && number % perArrival === 0 ? 'unrecorded' : null;
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
