/** What the search for anomalies tells a gate, of every kind or of one; a gate does not ask what the scenario claims. */
import { formatCount } from '../../kit/format.js';
import { searchGap } from '../../kit/search-gap.js';
import { isProven, type Anomaly } from '../../model/anomaly.js';
import { nothingObserved, type Observer } from './gate-evidence.js';

export const anomalies: Observer = (gate, { evidence }) => {
  const { consistency } = evidence;
  if (consistency === null || consistency.transactions === 0)
    return nothingObserved('The journal does not say what transactions saw.');
  const wanted = gate.tags['kind'];
  const found = consistency.anomalies.filter(({ kind }) => wanted === undefined || kind === wanted);
  const proven = found.filter(({ kind }) => isProven(kind, consistency));
  const doubtful = found.filter(({ kind }) => !isProven(kind, consistency));
  const isAtLeast = proven.some((each) => each.isAtLeast);
  const gap =
    doubtful.length === 0
      ? searchGap(consistency)
      : `${list(doubtful)} may come from payments that a fault has lost, which only the ledger could tell.`;
  return {
    value: proven.reduce((sum, { count }) => sum + count, 0),
    text: proven.length === 0 ? '0' : `${isAtLeast ? 'at least ' : ''}${list(proven)}`,
    ...(gap === null ? {} : { gap }),
  };
};

function list(found: readonly Anomaly[]): string {
  return found.map(({ kind, count }) => `${formatCount(count)} × ${kind}`).join(', ');
}
