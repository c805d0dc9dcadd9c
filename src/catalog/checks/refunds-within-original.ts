/** Invariant 13: what is paid back is never more than was paid. */
import { formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind } from '../../model/check.js';
import { judgeLinked } from './words/judge-linked.js';

export const refundsWithinOriginal: CheckKind = {
  kind: 'refunds-within-original',
  summary: 'No refund, and no refunds together, exceed the payment that they pay back.',
  invariants: [13],
  question: 'consistency',
  isDataViolation: true,
  ...judgeLinked({
    link: 'refund',
    category: 'excess',
    rows: ({ refunds }) => refunds,
    whenNone: (refunds) => `All ${formatCount(refunds)} refunds together leave every original at least whole.`,
    whenSome: ({ count, money }, node) =>
      `${formatCount(count)} payments were paid back beyond their amount (on ${node}), by ${formatMoney(money)} in all.`,
  }),
};
