/** Invariant 7: a payment whose fate the client could not know is there once or not at all, and never in part. */
import { formatCount } from '../../kit/format.js';
import type { CheckKind, Finding } from '../../model/check.js';
import {
  inconclusive,
  inDoubtShare,
  inDoubtShareMax,
  judgeLedger,
  passed,
  shareText,
  type LedgerView,
} from './words/judge-ledger.js';

export const inDoubtWhole: CheckKind = {
  kind: 'in-doubt-whole',
  summary: 'Every payment in doubt is in the ledger once and whole, or not at all.',
  invariants: [7],
  question: 'consistency',
  isDataViolation: true,
  judge: (evidence) => judgeLedger(evidence, judgeInDoubt),
};

function judgeInDoubt({ audit, nodes }: LedgerView): Finding {
  const worst = nodes.reduce((most, node) => ((node.inDoubt.broken ?? 0) > (most.inDoubt.broken ?? 0) ? node : most));
  const { present, absent, broken = 0 } = worst.inDoubt;
  const share = inDoubtShare(audit);
  const { inDoubt, unrecorded } = audit.attempted;
  const rate =
    unrecorded === 0
      ? `${formatCount(inDoubt)} payments (${shareText(share)}) were in doubt`
      : `${formatCount(inDoubt)} payments were in doubt and ${formatCount(unrecorded)} without a record (${shareText(share)} together)`;
  const resolved = `${formatCount(present)} turned out to be present, ${formatCount(absent)} absent`;
  if (broken > 0) {
    return {
      verdict: 'fail',
      statement: `${rate}: ${resolved}, and ${formatCount(broken)} of the present ones are there in part or more than once (on ${worst.node}).`,
      count: broken,
      money: null,
      examples: [],
    };
  }
  if (share > inDoubtShareMax)
    return inconclusive(
      `${rate}: too many to prove anything. ${resolved[0]?.toUpperCase() ?? ''}${resolved.slice(1)}.`,
    );
  return passed(`${rate}: ${resolved}, none in part.`);
}
