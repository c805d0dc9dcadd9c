/** Invariant 5: a payment the client was told is done must be in the ledger. The heart of every rehearsal. */
import { formatCount, formatMoney } from '../../kit/format.js';
import type { NodeAudit } from '../../model/audit.js';
import type { CheckKind, Finding } from '../../model/check.js';
import type { Evidence } from '../../model/evidence.js';
import {
  examplesMax,
  inconclusive,
  inDoubtShare,
  inDoubtShareMax,
  judgeLedger,
  passed,
  shareText,
  worstNode,
  type LedgerView,
} from './words/judge-ledger.js';

export const acknowledgedPresent: CheckKind = {
  kind: 'acknowledged-present',
  summary: 'Every acknowledged payment is in the ledger: none is lost.',
  invariants: [5],
  question: 'data-loss',
  isDataViolation: true,
  judge: (evidence) => judgeLedger(evidence, (view) => judgeLoss(evidence, view)),
};

function judgeLoss(evidence: Evidence, view: LedgerView): Finding {
  const { acknowledged } = view.audit.attempted;
  const worst = worstNode(view.nodes, 'lost');
  const { count, money, examples } = worst.categories.lost;
  if (count === 0) return judgeNoLoss(view, acknowledged);
  const isAllowed = evidence.header.plan.scenario.claims.durability === 'acknowledged-may-be-lost';
  const allowed = isAllowed ? ' The scenario claims no more for this target, so the loss is allowed.' : '';
  const elsewhere = foundElsewhere(view);
  return {
    verdict: isAllowed ? 'pass' : 'fail',
    ...(isAllowed ? { isAllowed } : {}),
    statement: `${formatCount(count)} of ${formatCount(acknowledged)} acknowledged payments ${count === 1 ? 'is' : 'are'} lost ${whereLost(view, worst)}, ${formatMoney(money)} in all.${elsewhere}${allowed}`,
    count,
    money,
    examples: examples.slice(0, examplesMax).map((example) => example.text),
  };
}

function whereLost({ nodes }: LedgerView, worst: NodeAudit): string {
  if (nodes.length === 1) return `on ${worst.node}`;
  const isEverywhere = nodes.every((node) => node.categories.lost.count === worst.categories.lost.count);
  return isEverywhere ? `on each of ${nodes.length} nodes` : `on ${worst.node}, the worst of ${nodes.length} nodes`;
}

function judgeNoLoss({ audit, nodes }: LedgerView, acknowledged: number): Finding {
  if (acknowledged === 0) return inconclusive('No payment was acknowledged, so none could be lost.');
  const share = inDoubtShare(audit);
  if (share > inDoubtShareMax) {
    return inconclusive(
      `None of ${formatCount(acknowledged)} acknowledged payments is lost, but ${shareText(share)} of all payments were in doubt: too many to prove anything.`,
    );
  }
  return passed(
    `0 of ${formatCount(acknowledged)} acknowledged payments are lost, on each of ${nodes.length} nodes.`.replace(
      'each of 1 nodes',
      '1 node',
    ),
  );
}

function foundElsewhere({ audit }: LedgerView): string {
  const holders = audit.nodes.filter((node) => node.lostButHere > 0);
  if (holders.length === 0) return '';
  return ` ${holders.map(({ node, lostButHere }) => `${node} still holds ${formatCount(lostButHere)} of them`).join(', ')}.`;
}
