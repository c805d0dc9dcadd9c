/** The answers to the three questions: never better than what was measured, and never worse than what was seen. */
import { describe, expect, it } from 'vitest';
import type { FaultRecovery, Stretch } from '../../../src/model/recovery.js';
import type { Reconciliation } from '../../../src/model/reconciliation.js';
import type { CheckResult } from '../../../src/model/run-record.js';
import type { Verdict } from '../../../src/model/verdict.js';
import { answerConsistency } from '../../../src/verdict/answers/consistency.js';
import { answerDataLoss } from '../../../src/verdict/answers/data-loss.js';
import { answerDowntime, type DowntimeFacts } from '../../../src/verdict/answers/downtime.js';
import { passingRecord } from '../../fixtures/record.js';
import { planOf } from '../../fixtures/plan.js';
import { auditOf } from '../../fixtures/synthetic-run.js';

const observedMs = 60_000;
const { scenario } = planOf({ keys: 'recovery: { objective: 8s }' });
const [stall] = passingRecord().recoveries as [FaultRecovery];
const quiet: FaultRecovery = {
  ...stall,
  fault: 'kill',
  inconclusive: null,
  recoveryTimeMs: { valueMs: 2_000, errorMs: 10, isCensored: false },
  healOutages: [],
};

describe('zero downtime', () => {
  it('is met within the objective', () => {
    expect(downtime(quiet)).toMatchObject({ status: 'met' });
  });

  it('is not met when the heal stopped payments for longer than the objective', () => {
    const answer = downtime({ ...quiet, healOutages: [span(30_000, 35_000), span(36_000, 40_000)] });
    expect(answer.status).toBe('not-met');
    expect(answer.sentence).toContain('the heal stopped payments for another 9 s');
  });

  it('is not met while payments still stood still at the end, however late the fault came', () => {
    const unrecovered = { ...quiet, recoveryTimeMs: { valueMs: 3_000, errorMs: 0, isCensored: true } };
    expect(downtime(unrecovered).status).toBe('not-met');
  });

  it('is not met when the heal’s outage lasts to the end, however short', () => {
    expect(downtime({ ...quiet, healOutages: [span(59_000, observedMs)] }).status).toBe('not-met');
    expect(downtime({ ...quiet, healOutages: [span(58_000, 59_000)] }).status).toBe('met');
  });

  it('is undecided by a run that was cut short within the objective', () => {
    expect(downtime(quiet, { isCut: true })).toMatchObject({ status: 'undecided' });
    expect(downtime(quiet, { isCut: true }).sentence).toContain('the run ended early');
    const unrecovered = { ...quiet, recoveryTimeMs: { valueMs: 3_000, errorMs: 0, isCensored: true } };
    expect(downtime(unrecovered, { isCut: true }).status).toBe('undecided');
  });

  it('is not met by a run that was cut short beyond the objective', () => {
    const slow = { ...quiet, recoveryTimeMs: { valueMs: 9_000, errorMs: 0, isCensored: true } };
    expect(downtime(slow, { isCut: true }).status).toBe('not-met');
  });

  it('is undecided as long as one of the faults could not be measured', () => {
    const open = { ...quiet, fault: 'other', recoveryTimeMs: null, inconclusive: 'It had no baseline.' };
    const answer = answerDowntime({ ...facts, recoveries: [quiet, open] });
    expect(answer).toEqual({ status: 'undecided', sentence: 'After other: It had no baseline.' });
  });
});

describe('zero data loss', () => {
  it('is met when every check passes', () => {
    expect(answerDataLoss([check('pass'), check('pass')], reconciled).status).toBe('met');
  });

  it('is undecided when one of its checks decides nothing, although nothing was found lost', () => {
    const answer = answerDataLoss([check('pass'), check('inconclusive')], reconciled);
    expect(answer).toEqual({ status: 'undecided', sentence: 'The check is inconclusive.' });
  });

  it('is not met when one of its checks fails, whatever another cannot decide', () => {
    const answer = answerDataLoss([check('inconclusive'), check('fail')], reconciled);
    expect(answer).toEqual({ status: 'not-met', sentence: 'The check is fail.' });
  });

  it('is not tested without a reading of the ledger', () => {
    expect(answerDataLoss([check('pass')], null).status).toBe('not-tested');
    expect(answerDataLoss([check('pass')], { ...reconciled, lost: null }).status).toBe('not-tested');
  });

  it('is not a question that other checks answer', () => {
    const other = { ...check('fail'), question: 'consistency' } as const;
    expect(answerDataLoss([check('pass'), other], reconciled).status).toBe('met');
  });
});

describe('zero inconsistency', () => {
  it('is met when all of its checks pass, and says on how many nodes', () => {
    const answer = answerConsistency([ofConsistency(), ofConsistency()], { judged: 2, all: 3, isHistoryTold: true });
    expect(answer).toEqual({ status: 'met', sentence: 'Every balance equals its history on 2 of 3 nodes.' });
  });

  it('is met by a run whose anomalies are allowed, and says how many there were', () => {
    const found = [ofConsistency({ isAllowed: true, count: 1_200 }), ofConsistency({ isAllowed: true, count: 30 })];
    expect(answerConsistency(found, { judged: 1, all: 1, isHistoryTold: true })).toEqual({
      status: 'met',
      sentence:
        'Every balance equals its history on 1 of 1 node; 1,230 anomalies that the scenario allows were seen while it ran.',
    });
  });

  it('is not met when a check fails, whatever another cannot decide', () => {
    const found = [ofConsistency({ verdict: 'inconclusive' }), ofConsistency({ verdict: 'fail' }), ofConsistency()];
    expect(answerConsistency(found, nodes)).toMatchObject({ status: 'not-met' });
  });

  it('is undecided when a check decides nothing, and not tested when there is none of its own', () => {
    expect(answerConsistency([ofConsistency(), ofConsistency({ verdict: 'inconclusive' })], nodes).status).toBe(
      'undecided',
    );
    expect(answerConsistency([check('pass')], nodes).status).toBe('not-tested');
    const unread = [ofConsistency({ verdict: 'inconclusive' })];
    expect(answerConsistency(unread, { judged: 0, all: 3, isHistoryTold: true }).status).toBe('not-tested');
  });
});

const nodes = { judged: 1, all: 1, isHistoryTold: true };

const facts: DowntimeFacts = {
  scenario,
  recoveries: [quiet],
  outages: [],
  observedMs,
  isCut: false,
  isInstrumentHealthy: true,
};

const reconciled: Reconciliation = {
  attempted: { acknowledged: 9_000, aborted: 0, inDoubt: 0, declined: 0, unrecorded: 0 },
  acknowledgedPresent: 9_000,
  lost: { count: 0, money: 0, oldestAgeMs: null, payments: [] },
  acknowledgedJustBeforeFault: 100,
  firstLooks: [],
  inDoubtPresent: 0,
  inDoubtAbsent: 0,
  audit: auditOf(),
};

function downtime(recovery: FaultRecovery, own: Partial<DowntimeFacts> = {}): ReturnType<typeof answerDowntime> {
  return answerDowntime({ ...facts, recoveries: [recovery], ...own });
}

function span(fromMs: number, toMs: number): Stretch {
  return { fromMs, toMs, errorMs: 0 };
}

function ofConsistency(own: Partial<CheckResult> = {}): CheckResult {
  return { ...check('pass'), check: 'isolation-holds', question: 'consistency', ...own };
}

function check(verdict: Verdict): CheckResult {
  return {
    check: 'acknowledged-present',
    question: 'data-loss',
    isDataViolation: true,
    verdict,
    statement: `The check is ${verdict}.`,
    count: 0,
    money: null,
    examples: [],
  };
}
