/** Compares an observed value with a limit, and says how much room there was. */
import type { Comparator } from '../../model/gate.js';

export function holds(observed: number, comparator: Comparator, limit: number): boolean {
  switch (comparator) {
    case '<':
      return observed < limit;
    case '<=':
      return observed <= limit;
    case '==':
      return observed === limit;
    case '>=':
      return observed >= limit;
    case '>':
      return observed > limit;
    default:
      return comparator satisfies never;
  }
}

/** Whether more of the metric is worse. */
export function isUpperBound(comparator: Comparator): boolean {
  return comparator === '<' || comparator === '<=';
}

/** Distance to the limit as a share of it, positive inside; null where a share has no meaning. */
export function marginRatio(observed: number, comparator: Comparator, limit: number): number | null {
  if (comparator === '==' || limit === 0) return null;
  const distance = isUpperBound(comparator) ? limit - observed : observed - limit;
  return distance / Math.abs(limit);
}
