/** Invariant 6: what certainly failed must not be in the ledger. A phantom charges a customer who was told that nothing happened. */
import { formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind } from '../../model/check.js';
import { judgeCategory } from './words/judge-ledger.js';

export const abortedAbsent: CheckKind = {
  kind: 'aborted-absent',
  summary: 'No aborted or declined payment is in the ledger: there are no phantoms.',
  invariants: [6],
  question: 'consistency',
  isDataViolation: true,
  judge: (evidence) =>
    judgeCategory(evidence, {
      category: 'phantom',
      whenNone: ({ audit: { attempted } }) =>
        `None of ${formatCount(attempted.aborted)} aborted and ${formatCount(attempted.declined)} declined payments is in the ledger.`,
      whenSome: ({ count, money }, { node }) =>
        `${formatCount(count)} payments that had certainly failed took effect all the same (on ${node}), ${formatMoney(money)} in all.`,
    }),
};
