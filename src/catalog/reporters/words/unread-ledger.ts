/** Says that no payment was looked up in the ledger, and why, so that no reporter prints a zero for what was not read. */
import { formatCount } from '../../../kit/format.js';
import type { Reconciliation } from '../../../model/reconciliation.js';

/** Null when the ledger was read. */
export function unreadLedger(reconciliation: Reconciliation | null): string | null {
  if (reconciliation === null) return 'The journal holds no reading of the ledger, so no payment was reconciled.';
  if (reconciliation.lost !== null) return null;
  const { attempted, audit } = reconciliation;
  const unreadable = audit.nodes.flatMap(({ node, unreadable: reason }) => (reason === null ? [] : [{ node, reason }]));
  const why = [...unreadable, ...audit.excluded].map(({ node, reason }) => `${node}: ${reason.replace(/\.$/u, '')}`);
  const reasons = why.length === 0 ? '' : ` (${why.join('; ')})`;
  return `No node's ledger could be read${reasons}, so none of the ${formatCount(attempted.acknowledged)} acknowledged payments was looked up.`;
}
