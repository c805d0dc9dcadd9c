/** What was promised for the time without service, and how the two times that count, recovery and heal outage, stand against it. */
import type { Gate } from '../../model/gate.js';
import type { Measured } from '../../model/recovery.js';
import type { Scenario } from '../../model/scenario.js';
import { compareWithLimit } from '../error-bar.js';

/** The declared objective, or else the strictest gate on the recovery time. */
export function objectiveOf({ recovery, gates }: Scenario): number | null {
  if (recovery.objectiveMs !== null) return recovery.objectiveMs;
  const limits = gates.flatMap(recoveryLimit);
  return limits.length === 0 ? null : Math.min(...limits);
}

function recoveryLimit({ metric, comparator, limit, onBreach }: Gate): readonly number[] {
  const isUpper = comparator === '<' || comparator === '<=';
  return metric === 'recovery_time' && isUpper && limit.kind === 'value' && onBreach === 'fail' ? [limit.value] : [];
}

/** `undecided`: the error bar reaches across the objective; `unseen`: observation ended too soon to tell. */
export type Standing = 'within' | 'beyond' | 'undecided' | 'unseen';

/** What was not seen to end is beyond any objective, unless it was merely not watched for long enough. */
export function standingOf(measured: Measured, limitMs: number, isTooShort: boolean): Standing {
  const standing = compareWithLimit(measured, limitMs);
  if (standing === 'beyond' || !measured.isCensored) return standing;
  return isTooShort ? 'unseen' : 'beyond';
}
