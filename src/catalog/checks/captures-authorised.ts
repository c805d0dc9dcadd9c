/** Invariant 13: only what was authorised is captured or voided, and only once. */
import { formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind } from '../../model/check.js';
import { judgeLinked } from './words/judge-linked.js';

export const capturesAuthorised: CheckKind = {
  kind: 'captures-authorised',
  summary: 'Nothing is captured or voided that was not authorised, and nothing twice.',
  invariants: [13],
  question: 'consistency',
  isDataViolation: true,
  ...judgeLinked({
    link: 'settlement',
    category: 'unbacked',
    rows: ({ settlements }) => settlements,
    whenNone: (settlements) => `All ${formatCount(settlements)} captures and voids have an authorisation of their own.`,
    whenSome: ({ count, money }, node) =>
      `${formatCount(count)} captures or voids have no authorisation of their own (on ${node}), ${formatMoney(money)} in all.`,
  }),
};
