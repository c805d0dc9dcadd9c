/** Judges all payments that name the same other one: what is paid back, captured or voided, against what it refers to. */
import { formatCount } from '../../kit/format.js';
import type { NamedPayment, Referring } from '../../ledger/read-references.js';
import type { CategoryCounts } from './category-counts.js';
import { ledgerExample } from './ledger-example.js';

/** `original` is undefined where the ledger has none. */
export function judgeReferring(
  counts: CategoryCounts,
  referring: readonly Referring[],
  original: NamedPayment | undefined,
): void {
  judgeRefunds(counts, referring.filter(isRefund), original);
  judgeSettlements(
    counts,
    referring.filter((each) => !isRefund(each)),
    original,
  );
}

export function isRefund({ state }: Referring): boolean {
  return state === 'posted';
}

function judgeRefunds(counts: CategoryCounts, refunds: readonly Referring[], original: NamedPayment | undefined): void {
  const [first] = refunds;
  if (first === undefined) return;
  const paidBack = refunds.reduce((sum, { amount }) => sum + amount, 0);
  const excess = paidBack - (original?.amount ?? 0);
  if (excess <= 0) return;
  const what =
    original === undefined
      ? `${formatCount(paidBack)} minor units were paid back, and it is not there`
      : `${formatCount(paidBack)} minor units were paid back of ${formatCount(original.amount)}`;
  counts.add('excess', excess, ledgerExample(first.originalId, excess, what));
}

function judgeSettlements(
  counts: CategoryCounts,
  settlements: readonly Referring[],
  original: NamedPayment | undefined,
): void {
  for (const [index, { paymentId, amount, state }] of settlements.entries()) {
    const add = (what: string): void => counts.add('unbacked', amount, ledgerExample(paymentId, amount, what));
    if (original === undefined) add(`${state}, although nothing was authorised`);
    else if (original.state !== 'authorised') add(`${state} what was ${original.state}, and never only authorised`);
    else if (index > 0) add(`${state} what payment ${settlements[0]?.paymentId} had ${settlements[0]?.state} already`);
    else if (amount > original.amount)
      add(`${state} more than the ${formatCount(original.amount)} minor units that were authorised`);
  }
}
