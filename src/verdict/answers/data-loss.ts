/** The second question: zero data loss? */
import { formatAge, formatCount, formatMoney } from '../../kit/format.js';
import type { LostPayments, Reconciliation } from '../../model/reconciliation.js';
import type { Answer, CheckResult } from '../../model/run-record.js';

export function answerDataLoss(checks: readonly CheckResult[], reconciliation: Reconciliation | null): Answer {
  const own = checks.filter((check) => check.question === 'data-loss');
  const open = own.find((check) => check.verdict === 'inconclusive');
  const failed = own.find((check) => check.verdict === 'fail');
  const lost = reconciliation?.lost ?? null;
  if (reconciliation !== null && lost !== null && lost.count > 0) {
    return { status: 'not-met', sentence: lossSentence(reconciliation, lost) + missedMeanwhile(reconciliation) };
  }
  if (failed !== undefined) return { status: 'not-met', sentence: failed.statement };
  if (reconciliation === null || lost === null || own.length === 0) {
    return { status: 'not-tested', sentence: open?.statement ?? 'The journal holds no reading of the ledger.' };
  }
  if (open !== undefined) return { status: 'undecided', sentence: open.statement };
  return { status: 'met', sentence: noLossSentence(reconciliation) + missedMeanwhile(reconciliation) };
}

function noLossSentence({ attempted, acknowledgedJustBeforeFault }: Reconciliation): string {
  const before = acknowledgedJustBeforeFault;
  const atRisk = before > 0 ? `, ${formatCount(before)} of them acknowledged in the 5 s before the fault` : '';
  return `0 of ${formatCount(attempted.acknowledged)} acknowledged payments lost${atRisk}.`;
}

function lossSentence({ attempted, acknowledgedJustBeforeFault }: Reconciliation, lost: LostPayments): string {
  const count = `${formatCount(lost.count)} of ${formatCount(attempted.acknowledged)} acknowledged payments lost, ${formatMoney(lost.money)} in all`;
  const age = lost.oldestAgeMs === null ? '' : `; the oldest was acknowledged ${formatAge(lost.oldestAgeMs)} the fault`;
  const before = acknowledgedJustBeforeFault;
  const atRisk = before > 0 ? ` (${formatCount(before)} were acknowledged in the 5 s before it)` : '';
  return `${count}${age}${age === '' ? '' : atRisk}.`;
}

/** No loss, and yet customers who asked were told that nothing had been paid. */
function missedMeanwhile({ firstLooks }: Reconciliation): string {
  const hit = firstLooks.filter((look) => (look.temporarilyInvisible?.count ?? 0) > 0);
  const told = hit.map(({ fault, node, temporarilyInvisible: missed }) => {
    return `${formatCount(missed?.count ?? 0)} on ${node} after ${fault}`;
  });
  if (told.length === 0) return '';
  return ` Temporarily invisible when payments were first served again, and back in the end: ${told.join(', ')}.`;
}
