/** Invariant 2: a balance is its opening plus all its entries, and what the last entry says it is. */
import { counted, formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind } from '../../model/check.js';
import { judgeCategory, onNodes } from './words/judge-ledger.js';

export const balancesMatchHistory: CheckKind = {
  kind: 'balances-match-history',
  summary: 'Every balance equals its opening balance plus its entries.',
  invariants: [2],
  question: 'consistency',
  isDataViolation: true,
  judge: (evidence) =>
    judgeCategory(evidence, {
      category: 'drift',
      whenNone: (view) => {
        const accounts = Math.max(...view.nodes.map((node) => node.rows.accounts));
        return `Every balance of ${formatCount(accounts)} accounts equals its history on ${onNodes(view)}.`;
      },
      whenSome: ({ count, money }, { node }) =>
        `${counted(count, 'balance')} ${count === 1 ? 'differs from its' : 'differ from their'} history (on ${node}), by ${formatMoney(money)} in all.`,
    }),
};
