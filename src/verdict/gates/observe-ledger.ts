/** What the audit tells a gate: the worst node counts, because every node must hold the truth. */
import type { AuditCategory } from '../../model/audit.js';
import { judgedNodes } from '../reconcile.js';
import { formatValue } from './format-value.js';
import { nothingObserved } from './gate-evidence.js';
import type { Observer } from './gate-evidence.js';

export const ledgerObservers: Readonly<Record<string, Observer>> = {
  lost_payments: ledgerCategory('lost', 'count'),
  lost_money: ledgerCategory('lost', 'money'),
  duplicate_payments: ledgerCategory('duplicate', 'count'),
  phantom_payments: ledgerCategory('phantom', 'count'),
  partial_payments: ledgerCategory('partial', 'count'),
  balance_drift: ledgerCategory('drift', 'money'),
};

function ledgerCategory(category: AuditCategory, measure: 'count' | 'money'): Observer {
  return (_gate, { evidence }) => {
    const { audit } = evidence;
    if (audit === null) return nothingObserved('The ledger was never read back.');
    const nodes = judgedNodes(audit);
    if (audit.authority === null || nodes.length === 0) return nothingObserved('No node could be read.');
    const worst = nodes.reduce((most, node) => {
      return node.categories[category][measure] > most.categories[category][measure] ? node : most;
    });
    const value = worst.categories[category][measure];
    const where = value > 0 && nodes.length > 1 ? ` on ${worst.node}` : '';
    return { value, text: `${formatValue(value, measure === 'money' ? 'money' : 'count')}${where}` };
  };
}
