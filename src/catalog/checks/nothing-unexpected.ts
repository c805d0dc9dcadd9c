/** Invariant 10: the ledger holds nothing that was never attempted. */
import { formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind } from '../../model/check.js';
import { judgeCategory, onNodes } from './words/judge-ledger.js';

export const nothingUnexpected: CheckKind = {
  kind: 'nothing-unexpected',
  summary: 'The ledger holds no payment or account that this run did not make.',
  invariants: [10],
  question: 'consistency',
  isDataViolation: true,
  judge: (evidence) =>
    judgeCategory(evidence, {
      category: 'unexpected',
      whenNone: (view) =>
        view.audit.isJournalCut
          ? `Nothing unexpected was found on ${onNodes(view)}; payments without a record count as in doubt, because the journal ends early.`
          : `The ledger holds nothing that was never attempted, on ${onNodes(view)}.`,
      whenSome: ({ count, money }, { node }) =>
        `${formatCount(count)} payments or accounts were found that nobody attempted (on ${node}), ${formatMoney(money)} in all.`,
    }),
};
