/** Who has an account: the numbers of customers, merchants and the platform's own accounts, and what lies on them at the start. */
import { merchantCount } from '../kit/merchant-count.js';
import type { AccountKind, AccountRange, LedgerLayout } from '../model/plan.js';
import type { LedgerSettings } from '../model/scenario.js';

const feeAccounts = 16;
const bankAccounts = 16;
const holdingAccounts = 16;
const issuerAccounts = 4;

/** Only banks owe, and who issues points: what customers bring in comes out of suspense accounts, which start at zero. */
const mayOwe: readonly AccountKind[] = ['bank', 'issuer'];

/** `hasPoints`: whether some operation moves membership points. */
export function layOutLedger(
  { accounts, openingBalance, campaigns, merchants: { hot, split } }: LedgerSettings,
  { hasPoints }: { readonly hasPoints: boolean },
): LedgerLayout {
  let next = 1;
  const range = (kind: AccountKind, count: number, opening = 0): AccountRange => {
    const first = next;
    next += count;
    return { kind, first, count, openingBalance: opening, mayBeNegative: mayOwe.includes(kind) };
  };
  const customers = range('customer', accounts, openingBalance);
  const merchants = range('merchant', merchantCount(accounts));
  const parts = hot === null || split === 1 ? 0 : Math.min(hot.accounts, merchants.count) * split;
  return {
    customers,
    merchants,
    fees: range('fee', feeAccounts),
    banks: range('bank', bankAccounts),
    holdings: range('holding', holdingAccounts),
    budgets: range('budget', campaigns.count, campaigns.budget),
    issuers: range('issuer', issuerAccounts),
    merchantParts: { ...range('merchant-part', parts), partsOf: { first: merchants.first, each: split } },
    points: range('points', hasPoints ? accounts : 0),
  };
}
