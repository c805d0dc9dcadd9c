/** What watching the nodes tells a gate: how far replicas were behind. */
import { formatValue } from './format-value.js';
import { nothingObserved } from './gate-evidence.js';
import type { Observer } from './gate-evidence.js';

export const replicaLag: Observer = (gate, { facts }, ranges) => {
  const node = gate.tags['node'];
  const lags = facts.nodeStates
    .filter((state) => node === undefined || state.node === node)
    .filter((state) => ranges.some(({ fromMs, toMs }) => state.atMs >= fromMs && state.atMs < toMs))
    .flatMap(({ replicaLagMs }) => (replicaLagMs === null ? [] : [replicaLagMs]));
  if (lags.length === 0) return nothingObserved('No node told its lag in this scope.');
  const value = Math.max(...lags);
  return { value, text: formatValue(value, 'ms') };
};
