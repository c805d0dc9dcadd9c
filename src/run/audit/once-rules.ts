/** What may be had once: a voucher of a campaign by each customer, and the credit of a bank's transfer by anybody. Each has a table, whose rows and payments must belong to each other. */
import type { OnceTable } from '../../ledger/read-references.js';
import type { AuditCategory, LinkKind } from '../../model/audit.js';
import type { OperationKind } from '../../model/operation.js';

export interface OnceRule {
  readonly link: LinkKind;
  readonly table: OnceTable;
  readonly category: AuditCategory;
  /** How a row is called. */
  readonly nameOf: (key: readonly number[]) => string;
  /** What is wrong with an entry whose payment is not there. */
  readonly unpaid: string;
  /** What is wrong with a payment that has no entry. */
  readonly unentered: (operation: string) => string;
}

export const onceRules: readonly OnceRule[] = [
  {
    link: 'voucher',
    table: 'voucher',
    category: 'overissued',
    nameOf: ([campaign, customer]) => `voucher of campaign ${campaign} for customer ${customer}`,
    unpaid: 'a voucher was entered for it, and it is not there',
    unentered: (operation) => `a ${operation} that its campaign does not know of`,
  },
  {
    link: 'bank-transfer',
    table: 'bank_transfer',
    category: 'recredited',
    nameOf: ([transfer]) => `credit of the bank's transfer ${transfer}`,
    unpaid: 'a transfer of a bank was entered as credited by it, and it is not there',
    unentered: (operation) => `a ${operation} without the bank's transfer that it credits`,
  },
];

/** What the operations of a run write that is bound by rules. Transfers of banks carry a reference only where something repeats them. */
export function linksOf(operations: readonly OperationKind[]): readonly LinkKind[] {
  const hasTransfers = operations.some(({ repeatsBankTransfers }) => repeatsBankTransfers === true);
  const links = new Set(operations.flatMap(({ link }) => link ?? []));
  return [...links].filter((link) => link !== 'bank-transfer' || hasTransfers);
}
