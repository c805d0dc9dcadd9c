/** Invariant 8: one payment id, one effect. In enforce mode unique keys refuse a second one; detect mode lets it in, so that it can be seen. */
import { formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind } from '../../model/check.js';
import { judgeCategory } from './words/judge-ledger.js';

export const noDuplicates: CheckKind = {
  kind: 'no-duplicates',
  summary: 'No payment took effect more than once.',
  invariants: [8],
  question: 'consistency',
  isDataViolation: true,
  judge: (evidence) =>
    judgeCategory(evidence, {
      category: 'duplicate',
      whenNone: ({ nodes }) =>
        `None of ${formatCount(Math.max(...nodes.map((node) => node.rows.payments)))} payments took effect more than once.`,
      whenSome: ({ count, money }, { node }) =>
        `${formatCount(count)} payments took effect more than once (on ${node}), ${formatMoney(money)} in all.`,
    }),
};
