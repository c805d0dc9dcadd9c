/** Decides which arrivals were good: answered correctly within the deadline, and not found lost, in part or double by the audit. */
import { arrivalOf } from '../kit/payment-id.js';
import type { LedgerAudit } from '../model/audit.js';
import type { ArrivalTable } from '../model/evidence.js';

/** Fills `isGood`. Only correct answers have a response time, so it alone tells whether there was one. */
export function markGood(arrivals: ArrivalTable, deadlineMs: number, audit: LedgerAudit | null): void {
  for (let index = 0; index < arrivals.count; index += 1) {
    arrivals.isGood[index] = (arrivals.responseTimeMs[index] as number) <= deadlineMs ? 1 : 0;
  }
  for (const index of withdrawn(audit)) if (index < arrivals.count) arrivals.isGood[index] = 0;
}

/** Arrivals whose acknowledgement was worth nothing. An audit of an older version knows them by its examples alone. */
function withdrawn(audit: LedgerAudit | null): readonly number[] {
  if (audit === null) return [];
  if (audit.withdrawnArrivals !== undefined) return audit.withdrawnArrivals;
  const authority = audit.nodes.find((node) => node.node === audit.authority);
  if (authority === undefined) return [];
  const { lost, partial, duplicate } = authority.categories;
  return [lost, partial, duplicate]
    .flatMap((category) => category.examples)
    .flatMap(({ payment }) => (payment === null ? [] : [arrivalOf(payment)]));
}
