/** What was absent right after a fault and is there in the end. What is lost is told as lost, and not here. */
import { arrivalOf, paymentIdOf } from '../kit/payment-id.js';
import type { LedgerAudit } from '../model/audit.js';
import type { FirstLookResult } from '../model/reconciliation.js';
import type { EventOf } from './read-journal.js';

/** Of payments that are named one by one. */
const listedMax = 1_000;

export function firstLookResults(
  looks: readonly EventOf<'first-look'>[],
  audit: LedgerAudit,
  { runTag, perArrival }: { readonly runTag: number; readonly perArrival: number },
): readonly FirstLookResult[] {
  const isRead = audit.nodes.some(({ node, unreadable }) => node === audit.authority && unreadable === null);
  const lost = new Set(audit.lostArrivals);
  return looks.map(({ after: fault, node, atMs, lookedFor, absent }) => {
    const back = absent.filter((number) => !lost.has(arrivalOf(number, perArrival)));
    const payments = back.slice(0, listedMax).map((number) => paymentIdOf(runTag, number));
    return { fault, node, atMs, lookedFor, temporarilyInvisible: isRead ? { count: back.length, payments } : null };
  });
}

/** How many of them there were; null where nobody knows. */
export function temporarilyInvisible(looks: readonly FirstLookResult[]): number | null {
  return looks.reduce<number | null>((sum, { temporarilyInvisible: found }) => {
    return sum === null || found === null ? null : sum + found.count;
  }, 0);
}
