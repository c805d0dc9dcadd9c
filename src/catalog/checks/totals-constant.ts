/** Invariant 1, under load: at every moment all balances of a node add up to what was there at the start. */
import { openingTotal } from '../../kit/account-ranges.js';
import { counted, formatClock, formatCount, formatMoney } from '../../kit/format.js';
import type { BankTotal } from '../../model/anomaly.js';
import type { CheckKind, Finding } from '../../model/check.js';
import type { Evidence } from '../../model/evidence.js';
import { examplesMax, inconclusive, passed } from './words/judge-ledger.js';

export const totalsConstant: CheckKind = {
  kind: 'totals-constant',
  summary: 'All balances of a node add up to the opening total at every moment of the run, not only at its end.',
  invariants: [1],
  question: 'consistency',
  isDataViolation: true,
  judge: judgeTotals,
};

function judgeTotals({ bankTotals, header }: Evidence): Finding {
  if (bankTotals.length === 0) return inconclusive('No node told the total of its balances while the load went on.');
  const opening = openingTotal(header.plan.ledger);
  const wrong = bankTotals.filter(({ total }) => total !== opening);
  const nodes = new Set(bankTotals.map(({ node }) => node)).size;
  const extent = `${counted(bankTotals.length, 'look')} at ${counted(nodes, 'node')}`;
  if (wrong.length === 0) return passed(`The total of all balances was right in ${extent}.`);
  const worst = wrong.reduce((most, each) => (offBy(each, opening) > offBy(most, opening) ? each : most));
  const isAllowed = header.plan.scenario.claims.isolation === 'read-uncommitted';
  const allowed = isAllowed ? ' The scenario claims no more than read-uncommitted, which permits that.' : '';
  return {
    verdict: isAllowed ? 'pass' : 'fail',
    ...(isAllowed ? { isAllowed } : {}),
    statement: `The total of all balances was wrong in ${formatCount(wrong.length)} of ${extent}, by up to ${formatMoney(offBy(worst, opening))} on ${worst.node}.${allowed}`,
    count: wrong.length,
    money: offBy(worst, opening),
    examples: wrong.slice(0, examplesMax).map((each) => tell(each, opening)),
  };
}

function tell({ node, atMs, total, accounts }: BankTotal, opening: number): string {
  return `${node} at ${formatClock(atMs, 3)}: ${counted(accounts, 'account')} held ${formatMoney(total)} instead of ${formatMoney(opening)}.`;
}

function offBy({ total }: BankTotal, opening: number): number {
  return Math.abs(total - opening);
}
