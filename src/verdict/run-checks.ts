/** Runs every check of the catalog on the evidence, but those that the run has nothing to do with. A check that crashes has found nothing out: inconclusive, with its error. */
import { messageOf } from '../kit/error.js';
import type { CheckKind, Finding } from '../model/check.js';
import type { Evidence } from '../model/evidence.js';
import type { CheckResult } from '../model/run-record.js';

export function runChecks(checks: readonly CheckKind[], evidence: Evidence): readonly CheckResult[] {
  const asked = checks.filter((check) => check.isAsked?.(evidence) ?? true);
  return asked.map((check) => ({
    check: check.kind,
    question: check.question,
    isDataViolation: check.isDataViolation,
    ...findingOf(check, evidence),
  }));
}

function findingOf(check: CheckKind, evidence: Evidence): Finding {
  try {
    return check.judge(evidence);
  } catch (error) {
    const statement = `The check ${check.kind} could not be completed: ${messageOf(error)}`;
    return { verdict: 'inconclusive', statement, count: 0, money: null, examples: [] };
  }
}
