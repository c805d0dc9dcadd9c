/** Invariant 4: an account that must not owe never did, not even for a moment. */
import { counted, formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind } from '../../model/check.js';
import { judgeCategory, onNodes } from './words/judge-ledger.js';

export const noForbiddenNegative: CheckKind = {
  kind: 'no-forbidden-negative',
  summary: 'No account that must not owe is, or ever was, below zero.',
  invariants: [4],
  question: 'consistency',
  isDataViolation: true,
  judge: (evidence) =>
    judgeCategory(evidence, {
      category: 'negative',
      whenNone: (view) => {
        const accounts = Math.max(...view.nodes.map((node) => node.rows.accounts));
        return `None of ${formatCount(accounts)} accounts owes what it must not, on ${onNodes(view)}.`;
      },
      whenSome: ({ count, money }, { node }) =>
        `${counted(count, 'account')} fell below zero where that is forbidden (on ${node}), by ${formatMoney(money)} in all.`,
    }),
};
