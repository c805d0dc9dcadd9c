/** Why a search for anomalies that found none of a kind does not mean that there were none; null when it does. */
import type { ConsistencyFacts } from '../model/anomaly.js';
import { formatCount } from './format.js';

export function searchGap({ leftOut, isThrough }: ConsistencyFacts): string | null {
  if (leftOut > 0)
    return leftOut === 1
      ? 'The last arrival was not searched.'
      : `The last ${formatCount(leftOut)} arrivals were not searched.`;
  return isThrough ? null : 'The search for circles ended at its limit.';
}
