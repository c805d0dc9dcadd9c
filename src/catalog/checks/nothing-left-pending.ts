/** Invariant 13: money that is held goes on to whom it is for, or back. */
import { formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind } from '../../model/check.js';
import { judgeLinked } from './words/judge-linked.js';

const linked = judgeLinked({
  link: 'settlement',
  category: 'pending',
  rows: ({ authorised }) => authorised,
  whenNone: (authorised) => `All ${formatCount(authorised)} authorisations were captured or voided.`,
  whenSome: ({ count, money }, node) =>
    `${formatCount(count)} authorisations were neither captured nor voided (on ${node}): ${formatMoney(money)} are held.`,
});

export const nothingLeftPending: CheckKind = {
  kind: 'nothing-left-pending',
  summary: 'Every authorisation is captured or voided in the end; no money stays held.',
  invariants: [13],
  question: 'consistency',
  isDataViolation: true,
  isAsked: linked.isAsked,
  judge(evidence) {
    const finding = linked.judge(evidence);
    if (finding.verdict !== 'fail' || evidence.audit?.isJournalCut !== true) return finding;
    // Who was killed could settle nothing more.
    return {
      ...finding,
      verdict: 'inconclusive',
      statement: `${finding.statement} The run was killed before it could settle them.`,
    };
  },
};
