/** What the search for anomalies tells a gate, of every kind or of one; a gate does not ask what the scenario claims. */
import { formatCount } from '../../kit/format.js';
import { nothingObserved, type Observer } from './gate-evidence.js';

export const anomalies: Observer = (gate, { evidence }) => {
  const { consistency } = evidence;
  if (consistency === null || consistency.transactions === 0)
    return nothingObserved('The journal does not say what transactions saw.');
  const wanted = gate.tags['kind'];
  const found = consistency.anomalies.filter(({ kind }) => wanted === undefined || kind === wanted);
  const value = found.reduce((sum, { count }) => sum + count, 0);
  const kinds = found.map(({ kind, count }) => `${formatCount(count)} × ${kind}`).join(', ');
  const isAtLeast = found.some((each) => each.isAtLeast);
  return {
    value,
    text: value === 0 ? '0' : `${isAtLeast ? 'at least ' : ''}${kinds}`,
    ...(consistency.leftOut === 0
      ? {}
      : { gap: `The last ${formatCount(consistency.leftOut)} arrivals were not searched.` }),
  };
};
