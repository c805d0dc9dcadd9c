/** Invariant 9: the versions of an account run without gap or fork, and each balance follows from the one before. It finds lost updates. */
import { counted, formatCount } from '../../kit/format.js';
import type { CheckKind } from '../../model/check.js';
import { judgeCategory, onNodes } from './words/judge-ledger.js';

export const versionsChain: CheckKind = {
  kind: 'versions-chain',
  summary: "Every account's versions run from 1 without gap or fork, and its balances follow from each other.",
  invariants: [9],
  question: 'consistency',
  isDataViolation: true,
  judge: (evidence) =>
    judgeCategory(evidence, {
      category: 'chain',
      whenNone: (view) => {
        const accounts = Math.max(...view.nodes.map((node) => node.rows.accounts));
        return `The versions of ${formatCount(accounts)} accounts run without gap or fork, on ${onNodes(view)}.`;
      },
      whenSome: ({ count }, { node }) =>
        `${counted(count, 'account')} ${count === 1 ? 'has' : 'have'} a gap, a fork or a wrong balance in the history (on ${node}).`,
    }),
};
