/** Whether all repetitions together met the objective: the longest recovery and every heal outage with their whole error bars, and what each run said of its downtime. */
import type { FaultFindings, ObjectiveStatus, Repetition } from '../../model/rto.js';
import { standingOf, type Standing } from '../answers/objective.js';

export function judgeObjective(
  limitMs: number | null,
  worst: FaultFindings | null,
  conclusive: readonly Repetition[],
): ObjectiveStatus {
  if (limitMs === null) return 'none';
  const maximum = worst?.maximum ?? null;
  if (maximum === null) return 'undecided';
  const standings = [standingOf(maximum, limitMs, false), ...conclusive.flatMap((each) => healsOf(each, limitMs))];
  // A run also counts payments that stopped again after the heal.
  const said = conclusive.map(({ answers }) => answers.downtime.status);
  if (standings.includes('beyond') || said.includes('not-met')) return 'not-met';
  return standings.every((each) => each === 'within') && said.every((each) => each === 'met') ? 'met' : 'undecided';
}

/** Whether one that was not seen to end was watched for long enough, the run's own answer says. */
function healsOf({ recoveries }: Repetition, limitMs: number): readonly Standing[] {
  return recoveries.flatMap(({ healOutageMs }) =>
    healOutageMs === null ? [] : standingOf(healOutageMs, limitMs, true),
  );
}
