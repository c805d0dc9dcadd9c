/** Counts the payments that the journal knows, by how they ended for the client. */
import { firstSettlement } from '../../kit/settlement-index.js';
import type { AttemptedCounts } from '../../model/audit.js';
import { isPosting, type AuditContext } from './audit-context.js';

export function countAttempted(context: AuditContext): AttemptedCounts {
  const counts = { acknowledged: 0, aborted: 0, inDoubt: 0, declined: 0, unrecorded: 0 };
  const arrivalsEnd = numbersOfArrivals(context);
  for (let number = 0; number < context.outcomes.count; number += 1) {
    if (number >= arrivalsEnd && context.outcomes.outcomeOf(number) === null) continue;
    const key = keyOf(context, number);
    if (key !== null && isPosting(context, number)) counts[key] += 1;
  }
  return counts;
}

/** One more than the last arrival with a record: behind it stand those that nobody sent, and settlements, which follow only what has a record. */
function numbersOfArrivals({ header, outcomes, perArrival }: AuditContext): number {
  let end = Math.min(outcomes.count, firstSettlement(header.plan) * perArrival);
  while (end > 0 && outcomes.outcomeOf(end - 1) === null) end -= 1;
  return end;
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
