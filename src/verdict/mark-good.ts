/** Decides which arrivals were good: answered correctly within the deadline, and not found lost, in part or double by the audit. */
import { arrivalBehind } from '../kit/settlement-index.js';
import type { LedgerAudit } from '../model/audit.js';
import type { ArrivalTable } from '../model/evidence.js';
import type { Plan } from '../model/plan.js';
import type { JournalFacts } from './read-journal.js';

/** Fills `isGood`. Only correct answers have a response time, so it alone tells whether there was one. */
export function markGood(arrivals: ArrivalTable, plan: Plan, audit: LedgerAudit | null): void {
  const { deadlineMs } = plan.scenario.client;
  for (let index = 0; index < arrivals.count; index += 1) {
    arrivals.isGood[index] = (arrivals.responseTimeMs[index] as number) <= deadlineMs ? 1 : 0;
  }
  const overcharged = audit?.overchargedArrivals ?? [];
  for (const index of [...withdrawnArrivals(audit), ...overcharged]) {
    // What was authorised and never captured was not paid.
    const arrival = arrivalBehind(plan, index);
    if (arrival < arrivals.count) arrivals.isGood[arrival] = 0;
  }
}

/** Without a fault that may have taken effect nothing is lost; with one, only a ledger that could be read tells. */
export function isLossKnown({ audit, faults }: Pick<JournalFacts, 'audit' | 'faults'>): boolean {
  const isRead = audit !== null && audit.authority !== null;
  return isRead || faults.every(({ ineffectiveReason }) => ineffectiveReason !== null);
}

/** Arrivals whose acknowledgement was worth nothing. Those that were charged twice are none of them: of their payments each is as it was acknowledged. */
export function withdrawnArrivals(audit: LedgerAudit | null): readonly number[] {
  return [...(audit?.lostArrivals ?? []), ...(audit?.brokenArrivals ?? [])];
}
