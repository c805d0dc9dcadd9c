/** Whether a read may show what somebody has made of whom no record tells that: then nobody is to blame for it. */
import type { History } from '../../model/history.js';
import type { SortedWrites } from './sort-writes.js';

export function mayBeUnrecorded(
  { accesses, transactions, ...history }: History,
  writes: SortedWrites,
  read: number,
): boolean {
  const endMs = transactions.endMs[writes.transactionOf[read] as number] as number;
  const doubtfulFromMs = history.doubtfulFromMs.get(accesses.account[read] as number) ?? Number.POSITIVE_INFINITY;
  return endMs > Math.min(history.completeUntilMs, doubtfulFromMs);
}
