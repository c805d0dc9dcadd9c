/** The third question: zero inconsistency? */
import type { Answer, CheckResult } from '../../model/run-record.js';

export interface NodeCounts {
  readonly judged: number;
  readonly all: number;
}

export function answerConsistency(checks: readonly CheckResult[], { judged, all }: NodeCounts): Answer {
  const own = checks.filter((check) => check.question === 'consistency');
  const failed = own.filter((check) => check.verdict === 'fail');
  if (failed.length > 0) return { status: 'not-met', sentence: failed.map((check) => check.statement).join(' ') };
  const open = own.find((check) => check.verdict === 'inconclusive');
  if (open !== undefined || own.length === 0) {
    return { status: 'not-tested', sentence: open?.statement ?? 'No check of consistency was made.' };
  }
  return {
    status: 'met',
    sentence: `Every balance equals its history on ${judged} of ${all} ${all === 1 ? 'node' : 'nodes'}.`,
  };
}
