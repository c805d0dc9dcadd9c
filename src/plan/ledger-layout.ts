/** Who has an account: the numbers of customers, merchants, fee and bank suspense accounts, and what lies on them at the start. */
import type { AccountKind, AccountRange, LedgerLayout } from '../model/plan.js';
import type { LedgerSettings } from '../model/scenario.js';

const merchantsMin = 10;
const customersPerMerchant = 100;
const feeAccounts = 16;
const bankAccounts = 16;

/** Only banks owe: what customers bring in comes out of their suspense accounts, which start at zero. */
export function layOutLedger({ accounts, openingBalance }: LedgerSettings): LedgerLayout {
  let next = 1;
  const range = (kind: AccountKind, count: number, opening = 0): AccountRange => {
    const first = next;
    next += count;
    return { kind, first, count, openingBalance: opening, mayBeNegative: kind === 'bank' };
  };
  return {
    customers: range('customer', accounts, openingBalance),
    merchants: range('merchant', Math.max(merchantsMin, Math.floor(accounts / customersPerMerchant))),
    fees: range('fee', feeAccounts),
    banks: range('bank', bankAccounts),
  };
}
