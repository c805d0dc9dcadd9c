/** Invariant 13: what a bank has transferred once is credited once, however often the bank tells of it. */
import { formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind } from '../../model/check.js';
import { judgeLinked } from './words/judge-linked.js';

export const bankTransfersOnce: CheckKind = {
  kind: 'bank-transfers-once',
  summary: "No transfer of a bank was credited twice, and every credit has the bank's transfer behind it.",
  invariants: [13],
  question: 'consistency',
  isDataViolation: true,
  ...judgeLinked({
    link: 'bank-transfer',
    category: 'recredited',
    rows: ({ bankTransfers = 0 }) => bankTransfers,
    whenNone: (transfers) => `All ${formatCount(transfers)} transfers of banks were credited once.`,
    whenSome: ({ count, money }, node) =>
      `${formatCount(count)} transfers of banks were credited twice, or entered without a payment, or credited without being entered (on ${node}), ${formatMoney(money)} in all.`,
  }),
};
