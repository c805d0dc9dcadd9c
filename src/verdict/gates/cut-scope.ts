/** Whether what was seen of a scope that was cut already settles a gate: the rest may still change a share, a rate or a percentile, but no sum or maximum back. */
import type { Gate } from '../../model/gate.js';
import { isUpperBound } from './compare.js';
import { isDataMetric } from './observe.js';

/** Sums, maxima and times that only grow while observation goes on. */
const growing: ReadonlySet<string> = new Set([
  'recovery_time',
  'time_to_first_success',
  'time_to_steady_state',
  'outage',
  'brownout',
  'heal_outage',
  'dropped',
  'replica_lag',
]);
const growingAggregates: ReadonlySet<string> = new Set(['max', 'count']);

/** For a value outside its limit. */
export function isSettledByPart(gate: Gate, value: number, limit: number): boolean {
  // Each second had to hold by itself.
  if (gate.forMs !== null) return true;
  const isOver = isUpperBound(gate.comparator) || (gate.comparator === '==' && value > limit);
  return isOver && doesGrow(gate);
}

function doesGrow({ metric, aggregate }: Gate): boolean {
  return growing.has(metric) || isDataMetric(metric) || growingAggregates.has(aggregate ?? '');
}
