/** The ranges of accounts that a ledger has, in the order of their numbers; plans of older versions know fewer of them. */
import type { AccountRange, LedgerLayout } from '../model/plan.js';

export function accountRanges(ledger: LedgerLayout): readonly AccountRange[] {
  return Object.values(ledger).filter((range: AccountRange) => range.count > 0);
}

export function rangeOf(ranges: readonly AccountRange[], account: number): AccountRange | undefined {
  return ranges.find(({ first, count }) => account >= first && account < first + count);
}

/** The account that an account of the range is a part of; null for one that stands by itself. */
export function parentOf({ first, partsOf }: AccountRange, account: number): number | null {
  return partsOf === undefined ? null : partsOf.first + Math.floor((account - first) / partsOf.each);
}

/** What lies on all accounts together at the start, in minor units. */
export function openingTotal(ledger: LedgerLayout): number {
  return accountRanges(ledger).reduce((sum, { count, openingBalance }) => sum + count * openingBalance, 0);
}
