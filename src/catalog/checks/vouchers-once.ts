/** Invariant 13: a budget is never over-issued, and nobody is given twice. */
import { formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind } from '../../model/check.js';
import { judgeLinked } from './words/judge-linked.js';

export const vouchersOnce: CheckKind = {
  kind: 'vouchers-once',
  summary: 'No customer has had two vouchers of one campaign, and every voucher is paid.',
  invariants: [13],
  question: 'consistency',
  isDataViolation: true,
  ...judgeLinked({
    link: 'voucher',
    category: 'overissued',
    rows: ({ vouchers }) => vouchers,
    whenNone: (vouchers) => `All ${formatCount(vouchers)} vouchers were given once and paid.`,
    whenSome: ({ count, money }, node) =>
      `${formatCount(count)} vouchers were given twice, or without a payment, or paid without being entered (on ${node}), ${formatMoney(money)} in all.`,
  }),
};
