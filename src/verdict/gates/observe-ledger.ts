/** What the audit tells a gate: the worst node counts, because every node must hold the truth. */
import { paymentsPerArrival } from '../../kit/payment-id.js';
import type { AuditCategory } from '../../model/audit.js';
import type { Gate } from '../../model/gate.js';
import { firstLookResults, temporarilyInvisible } from '../first-looks.js';
import { judgedNodes } from '../reconcile.js';
import { formatFigure } from '../../kit/format-figure.js';
import { nothingObserved } from './gate-evidence.js';
import type { GateEvidence, Observed, Observer } from './gate-evidence.js';

export const ledgerObservers: Readonly<Record<string, Observer>> = {
  lost_payments: ledgerCategory('lost', 'count'),
  lost_money: ledgerCategory('lost', 'money'),
  invisible_payments: invisiblePayments,
  duplicate_payments: ledgerCategory('duplicate', 'count'),
  phantom_payments: ledgerCategory('phantom', 'count'),
  partial_payments: ledgerCategory('partial', 'count'),
  balance_drift: ledgerCategory('drift', 'money'),
};

function ledgerCategory(category: AuditCategory, measure: 'count' | 'money'): Observer {
  return (_gate, { evidence }) => {
    const { audit } = evidence;
    if (audit === null) return nothingObserved('The journal holds no reading of the ledger.');
    const nodes = judgedNodes(audit);
    if (audit.authority === null || nodes.length === 0) return nothingObserved('No node could be read.');
    const worst = nodes.reduce((most, node) => {
      return node.categories[category][measure] > most.categories[category][measure] ? node : most;
    });
    const value = worst.categories[category][measure];
    const where = value > 0 && nodes.length > 1 ? ` on ${worst.node}` : '';
    return { value, text: `${formatFigure(value, measure === 'money' ? 'money' : 'count')}${where}` };
  };
}

/** Each fault needs its look: one after which nobody could look says nothing. */
function invisiblePayments(_gate: Gate, { evidence, facts }: GateEvidence): Observed {
  const { audit } = evidence;
  if (audit === null || audit.authority === null) return nothingObserved('The journal holds no reading of the ledger.');
  const struck = facts.faults.filter(({ verifiedMs }) => verifiedMs !== null);
  const { runTag, plan } = facts.header;
  const perArrival = paymentsPerArrival(plan.scenario.client.retry);
  const looks = firstLookResults(facts.firstLooks, audit, { runTag, perArrival });
  const without = struck.find(({ fault }) => !looks.some((look) => look.fault === fault));
  if (struck.length === 0) return nothingObserved('No fault took effect.');
  if (without !== undefined)
    return nothingObserved(`After ${without.fault} no node took writes again in time to look.`);
  const blind = looks.find(({ lookedFor }) => lookedFor === 0);
  if (blind !== undefined) return nothingObserved(`Nothing was acknowledged just before ${blind.fault}.`);
  const value = temporarilyInvisible(looks);
  if (value === null) return nothingObserved('No node could be read.');
  return { value, text: formatFigure(value, 'count') };
}
