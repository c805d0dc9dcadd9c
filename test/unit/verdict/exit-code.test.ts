/** The rank of verdicts and exit codes. */
import { expect, test } from 'vitest';
import type { CheckResult, GateResult } from '../../../src/model/run-record.js';
import type { Verdict } from '../../../src/model/verdict.js';
import { exitCodeOf, verdictOf, type Judgements } from '../../../src/verdict/exit-code.js';
import { reasonsFor } from '../../../src/verdict/reasons.js';

test.each<[string, Partial<Judgements>, Verdict, number]>([
  ['everything holds', {}, 'pass', 0],
  ['a gate fails', { gates: [gate('fail')] }, 'fail', 99],
  ['a gate cannot be judged', { gates: [gate('inconclusive')] }, 'inconclusive', 121],
  ['a failed gate beats one that cannot be judged', { gates: [gate('inconclusive'), gate('fail')] }, 'fail', 99],
  ['a warning fails', { gates: [gate('fail', true)] }, 'pass', 0],
  ['a warning cannot be judged', { gates: [gate('inconclusive', true)] }, 'pass', 0],
  ['a check finds a violation', { checks: [check('fail')] }, 'fail', 120],
  ['a violation beats a failed gate', { checks: [check('fail')], gates: [gate('fail')] }, 'fail', 120],
  ['a gate on the data fails', { brokenPromises: ['lost_payments == 0'], gates: [gate('fail')] }, 'fail', 120],
  ['a check cannot be judged', { checks: [check('inconclusive')] }, 'inconclusive', 121],
  ['the generator was sick', { doubts: ['It was.'] }, 'inconclusive', 121],
  ['a gate stopped the run', { finish: 'aborted', gates: [gate('fail')] }, 'fail', 99],
  ['a load thread died', { finish: 'thread-died' }, 'inconclusive', 121],
  ['the run was interrupted', { finish: 'interrupted', gates: [gate('fail')] }, 'inconclusive', 105],
  ['a violation beats an interruption', { finish: 'interrupted', checks: [check('fail')] }, 'fail', 120],
  ['the runner was killed', { finish: 'killed', gates: [gate('fail')] }, 'inconclusive', 121],
  ['a violation beats the kill', { finish: 'killed', checks: [check('fail')] }, 'fail', 120],
  ['a failed heal beats a violation', { unhealed: ['It was not.'], checks: [check('fail')] }, 'fail', 123],
  ['nothing was judged at all', { checks: [], gates: [] }, 'inconclusive', 121],
])('when %s, the verdict and the exit code say so', (_when, given, verdict, exitCode) => {
  const judgements: Judgements = {
    finish: 'completed',
    brokenPromises: [],
    checks: [check('pass')],
    gates: [],
    unhealed: [],
    doubts: [],
    caveats: [],
    ...given,
  };
  expect(verdictOf(judgements)).toBe(verdict);
  expect(exitCodeOf(judgements)).toBe(exitCode);
});

test('reasons begin with what is gravest, and warnings come last', () => {
  const reasons = reasonsFor({
    finish: 'completed',
    brokenPromises: [],
    unhealed: ['The fault "f" could not be healed.'],
    checks: [check('inconclusive'), check('fail')],
    gates: [gate('fail', true), gate('fail')],
    doubts: [],
    caveats: ['A heal was not seen to its end.'],
  });
  expect(reasons.map((reason) => reason.split(' ').slice(0, 3).join(' '))).toEqual([
    'The fault "f"',
    'The check says',
    'The gate "a',
    'The check cannot',
    'A heal was',
    'Warning: "a gate"',
  ]);
});

function gate(verdict: Verdict, isWarning = false): GateResult {
  return {
    gate: 'a gate',
    name: null,
    scope: 'whole run',
    observed: '1',
    observedValue: 1,
    limit: '< 1',
    limitValue: 1,
    marginRatio: 0,
    verdict,
    isWarning,
    isStopGate: false,
    reason: 'Observed 1.',
  };
}

function check(verdict: Verdict): CheckResult {
  const statement = verdict === 'inconclusive' ? 'The check cannot say.' : 'The check says so.';
  return {
    check: 'c',
    question: 'consistency',
    isDataViolation: true,
    verdict,
    statement,
    count: 0,
    money: null,
    examples: [],
  };
}
