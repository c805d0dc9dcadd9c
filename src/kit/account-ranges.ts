/** The ranges of accounts that a ledger has, in the order of their numbers; plans of older versions know fewer of them. */
import type { AccountRange, LedgerLayout } from '../model/plan.js';

export function accountRanges(ledger: LedgerLayout): readonly AccountRange[] {
  return Object.values(ledger).filter((range: AccountRange) => range.count > 0);
}

export function rangeOf(ranges: readonly AccountRange[], account: number): AccountRange | undefined {
  return ranges.find(({ first, count }) => account >= first && account < first + count);
}

/** What lies on all accounts together at the start, in minor units. */
export function openingTotal(ledger: LedgerLayout): number {
  return accountRanges(ledger).reduce((sum, { count, openingBalance }) => sum + count * openingBalance, 0);
}
