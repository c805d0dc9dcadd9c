/** Whether all repetitions together met the objective: the longest recovery with its whole error bar, and what each run said of its downtime. */
import type { FaultFindings, ObjectiveStatus, Repetition } from '../../model/rto.js';

export function judgeObjective(
  limitMs: number | null,
  worst: FaultFindings | null,
  conclusive: readonly Repetition[],
): ObjectiveStatus {
  if (limitMs === null) return 'none';
  const maximum = worst?.maximum ?? null;
  if (maximum === null) return 'undecided';
  const { valueMs, errorMs, isCensored } = maximum;
  if (isCensored || valueMs - errorMs > limitMs) return 'not-met';
  // A run also counts payments that stopped again after the heal.
  if (valueMs <= limitMs && conclusive.some(({ answers }) => answers.downtime.status === 'not-met')) return 'not-met';
  return valueMs + errorMs <= limitMs ? 'met' : 'undecided';
}
