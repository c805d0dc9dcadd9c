/** An example that the ledger alone tells, without a word of the client. */
import { formatCount } from '../../kit/format.js';
import type { AuditExample } from '../../model/audit.js';

export function ledgerExample(payment: number, amount: number, what: string): AuditExample {
  const text = `payment ${payment}: ${formatCount(amount)} minor units, ${what}`;
  return { payment, account: null, amount, acknowledgedMs: null, text };
}
