/** Invariant 1: payments move money and never make or destroy it, so the sum of all balances stays what it was. */
import { formatCount, formatMoney } from '../../kit/format.js';
import type { CheckKind, Finding } from '../../model/check.js';
import { inconclusive, judgeLedger, onNodes, passed, type LedgerView } from './words/judge-ledger.js';

export const moneyConserved: CheckKind = {
  kind: 'money-conserved',
  summary: 'The sum of all balances is what it was at the start.',
  invariants: [1],
  question: 'consistency',
  isDataViolation: true,
  judge: (evidence) => judgeLedger(evidence, judgeTotals),
};

function judgeTotals(view: LedgerView): Finding {
  const worst = view.nodes.reduce((most, node) => (Math.abs(gapOf(node)) > Math.abs(gapOf(most)) ? node : most));
  const gap = gapOf(worst);
  if (worst.rows.accounts === 0) return inconclusive(`The ledger on ${worst.node} holds no account.`);
  if (gap === 0) {
    const buffered = view.nodes.some((node) => (node.buffered?.credits ?? 0) > 0)
      ? ', with what was still buffered'
      : '';
    return passed(
      `All balances sum up to ${formatMoney(worst.totals.opening)} before and after${buffered}, on ${onNodes(view)}.`,
    );
  }
  const what = gap > 0 ? 'appeared out of nowhere' : 'vanished';
  return {
    verdict: 'fail',
    statement: `${formatMoney(Math.abs(gap))} ${what} on ${worst.node}: balances sum up to ${formatCount(worst.totals.balance)}, and began with ${formatCount(worst.totals.opening)}.`,
    count: 1,
    money: Math.abs(gap),
    examples: [],
  };
}

function gapOf({ totals }: LedgerView['nodes'][number]): number {
  return totals.balance - totals.opening;
}
