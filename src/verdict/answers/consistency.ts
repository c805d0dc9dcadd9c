/** The third question: zero inconsistency? */
import { formatCount } from '../../kit/format.js';
import type { Answer, CheckResult } from '../../model/run-record.js';

export interface NodeCounts {
  /** Whether the journal says what transactions saw; an API does not. */
  readonly isHistoryTold: boolean;
  readonly judged: number;
  readonly all: number;
}

export function answerConsistency(checks: readonly CheckResult[], { judged, all, isHistoryTold }: NodeCounts): Answer {
  const own = checks.filter((check) => check.question === 'consistency');
  const failed = own.filter((check) => check.verdict === 'fail');
  if (failed.length > 0) return { status: 'not-met', sentence: failed.map((check) => check.statement).join(' ') };
  const open = own.find((check) => check.verdict === 'inconclusive');
  if (judged === 0 || own.length === 0) {
    return { status: 'not-tested', sentence: open?.statement ?? 'No check of consistency was made.' };
  }
  if (open !== undefined) return { status: 'undecided', sentence: open.statement };
  const books = `Every balance equals its history on ${judged} of ${all} ${all === 1 ? 'node' : 'nodes'}`;
  if (!isHistoryTold)
    return { status: 'met', sentence: `${books}; what transactions saw through the API was not tested.` };
  const allowed = own.reduce((sum, check) => sum + (check.isAllowed === true ? check.count : 0), 0);
  if (allowed === 0) return { status: 'met', sentence: `${books}.` };
  const were = allowed === 1 ? 'anomaly that the scenario allows was' : 'anomalies that the scenario allows were';
  return { status: 'met', sentence: `${books}; ${formatCount(allowed)} ${were} seen while it ran.` };
}
