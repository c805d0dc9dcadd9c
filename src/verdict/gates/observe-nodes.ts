/** What watching the nodes tells a gate: how far replicas were behind. */
import { formatFigure } from '../../kit/format-figure.js';
import { nothingObserved } from './gate-evidence.js';
import type { Observer } from './gate-evidence.js';

export const replicaLag: Observer = (gate, { facts }, ranges) => {
  const node = gate.tags['node'];
  let value: number | null = null;
  let gap: string | null = null;
  for (const state of facts.nodeStates) {
    if (node !== undefined && state.node !== node) continue;
    if (!ranges.some(({ fromMs, toMs }) => state.atMs >= fromMs && state.atMs < toMs)) continue;
    if (state.replicaLagMs !== null) value = Math.max(value ?? 0, state.replicaLagMs);
    // A replica whose replication stands still does not know how far it is behind, and one may not tell it to every user.
    else if (state.state === 'read-only' || state.state === 'unknown') gap = lagless(state);
  }
  if (value === null) return nothingObserved(gap ?? 'No node told its lag in this scope.');
  return { value, text: formatFigure(value, 'ms'), ...(gap === null ? {} : { gap }) };
};

function lagless({ node, detail }: { readonly node: string; readonly detail: string }): string {
  return `${node} did not know its lag all the time${detail === '' ? '' : ` (${detail})`}.`;
}
