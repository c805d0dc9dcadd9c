/** What a study says of itself: what counts, what it ends with, and the sentence to quote. */
import { describe, expect, it } from 'vitest';
import type { Question } from '../../../../src/model/question.js';
import type { Measured } from '../../../../src/model/recovery.js';
import type { CutRepetition, Repetition } from '../../../../src/model/rto.js';
import type { Study } from '../../../../src/verdict/evidence/study.js';
import { sumUpStudy } from '../../../../src/verdict/evidence/sum-up-study.js';
import { censored, inconclusiveRepetition, measured, repetitionWith, studyOf } from '../../../fixtures/study.js';

const ten = Array.from({ length: 10 }, (_unused, index) => repetitionWith(index + 1, measured(2_000 + 10 * index, 30)));
const failing = (repetition: number, exitCode: number): Repetition =>
  repetitionWith(repetition, measured(2_000), { verdict: 'fail', exitCode, reasons: ['A gate does not hold.'] });
const cut = (exitCode: number, verdict: CutRepetition['verdict']): CutRepetition => ({
  repetition: 1,
  folder: 'run-01-cut-1',
  verdict,
  exitCode,
});

/** Two faults in one scenario, the second of which takes longer. */
function withSecondFault(repetition: number): Repetition {
  const one = repetitionWith(repetition, measured(1_000));
  const second = { ...one.recoveries[0]!, fault: 'pause-a', recoveryTimeMs: measured(4_000) };
  return { ...one, recoveries: [...one.recoveries, second] };
}

function healedAfter(healOutageMs: Measured): Repetition {
  const one = repetitionWith(11, measured(2_000));
  return { ...one, recoveries: one.recoveries.map((each) => ({ ...each, healOutageMs })) };
}

/** It counts, because a gate failed that says so, and yet one of the questions stays open. */
function untested(question: Question): Repetition {
  const one = repetitionWith(11, measured(2_000), { verdict: 'fail', exitCode: 99 });
  const answer = { status: 'not-tested', sentence: 'It could not be told.' } as const;
  return { ...one, answers: { ...one.answers, [question]: answer } };
}

it('repetitions without a fault bound no loss by faults, and grade no evidence', () => {
  const faultless = ten.map((each) => ({ ...each, recoveries: [] }));
  const { grade, loss } = sumUpStudy(studyOf(faultless));
  expect(grade).toMatchObject({ grade: 'none', faultEvents: 0 });
  expect(loss).toMatchObject({ judged: 0, probabilityBound: null });
});

describe('ten conclusive repetitions', () => {
  const findings = sumUpStudy(studyOf(ten));

  it('make a gate, and pass with 0 when every run did', () => {
    expect(findings).toMatchObject({ verdict: 'pass', exitCode: 0, conclusive: 10, inconclusive: 0 });
    expect(findings.grade.grade).toBe('gate');
    expect(findings.reasons).toEqual(['Every gate and every check holds in each of the 10 repetitions that count.']);
  });

  it('give the longest, the median and its interval', () => {
    expect(findings.faults[0]).toMatchObject({
      fault: 'kill-b',
      count: 10,
      censored: 0,
      maximum: measured(2_090, 30),
      median: measured(2_045, 30),
      medianInterval: { lowerRank: 2, upperRank: 9, lower: measured(2_010, 30), upper: measured(2_080, 30) },
    });
  });

  it('can be quoted in one whole sentence that claims no more than N carries', () => {
    expect(findings.quote).toBe(
      'In 10 conclusive repetitions of story, with the fault varied in its phase and its victim, the longest recovery was that after kill-b: ' +
        'recovery time 2.09 ± 0.03 s, objective 8 s: met; with 10 repetitions the longest covers the 90th percentile with a probability of 65.1 % ' +
        'and the 95th with 40.1 % (evidence grade gate).',
    );
  });

  it('say what cannot be said as well', () => {
    expect(findings.can.join(' ')).toContain('between 2.01 ± 0.03 s and 2.08 ± 0.03 s (ranks 2 and 9)');
    expect(findings.can.join(' ')).toContain('97.9 %');
    expect(findings.cannot.join(' ')).toContain('59 do, and 29 bound 90 %');
    expect(findings.cannot.join(' ')).not.toContain('no interval');
  });

  it('are no measurement of one system when its version changed on the way', () => {
    expect(findings.cannot.join(' ')).not.toContain('not the same throughout');
    const upgraded = repetitionWith(11, measured(2_000), { serverVersions: ['11.4.2-MariaDB'] });
    const mixed = sumUpStudy(studyOf([...ten, upgraded]));
    expect(mixed.cannot.join(' ')).toContain('10.11.19-MariaDB, then 11.4.2-MariaDB');
  });

  it('never call a measured time an RTO', () => {
    expect(JSON.stringify(findings)).not.toMatch(/\bRTO\b/u);
  });
});

describe('an inconclusive repetition', () => {
  const study = studyOf([...ten.slice(0, 9), inconclusiveRepetition(10, censored(12_000))], { wanted: 10 });
  const findings = sumUpStudy(study);

  it('does not count towards N, and leaves too few', () => {
    expect(findings).toMatchObject({ conclusive: 9, inconclusive: 1, verdict: 'inconclusive', exitCode: 121 });
    expect(findings.grade.grade).toBe('smoke');
    expect(findings.faults[0]?.count).toBe(9);
  });

  it('is shown with its reason and with what it saw', () => {
    expect(findings.reasons.join(' ')).toContain('Repetition 10 does not count. After kill-b: The generator was late.');
    expect(findings.cannot.join(' ')).toContain('Repetition 10, which does not count, showed ≥ 12 s after kill-b.');
    expect(findings.cannot.join(' ')).toContain('these figures are too good');
    expect(findings.quote).toContain('In 9 conclusive repetitions (of 10 made)');
  });

  it('may be stood in for', () => {
    const more = sumUpStudy({ ...study, repetitions: [...study.repetitions, repetitionWith(11, measured(2_000))] });
    expect(more).toMatchObject({ conclusive: 10, inconclusive: 1, verdict: 'pass', exitCode: 0 });
  });
});

describe('a recovery that was not seen to end', () => {
  const findings = sumUpStudy(studyOf([...ten, repetitionWith(11, censored(42_000))]));

  it('makes the longest a lower bound, and the objective is not met', () => {
    expect(findings.faults[0]).toMatchObject({ censored: 1, maximum: { valueMs: 42_000, isCensored: true } });
    expect(findings.objective.status).toBe('not-met');
    expect(findings.quote).toContain('recovery time ≥ 42 s (not seen to end in 1), objective 8 s: not met');
  });

  it('of the heal is said to be unknown, and leaves the recovery from the fault as it is', () => {
    const recoveries = ten[0]!.recoveries.map((each) => ({ ...each, healOutageMs: censored(3_000) }));
    const open = sumUpStudy(studyOf([{ ...ten[0]!, recoveries }, ...ten.slice(1)]));
    expect(open.cannot.join(' ')).toContain(
      'In 1 of 10 repetitions the service was not seen to be wholly back after the heal',
    );
    expect(open.faults[0]?.maximum).toEqual(measured(2_090, 30));
  });

  it('of the members is told, and leaves the recovery of the service as it is', () => {
    const recoveries = ten[0]!.recoveries.map((each) => ({ ...each, fullRedundancyMs: censored(23_000) }));
    const { cannot, faults } = sumUpStudy(studyOf([{ ...ten[0]!, recoveries }, ...ten.slice(1)]));
    expect(cannot.join(' ')).toContain('not every node was seen to serve in its role again in 1 of 10 repetitions');
    expect(faults[0]?.maximum).toEqual(measured(2_090, 30));
    expect(sumUpStudy(studyOf(ten)).cannot.join(' ')).not.toContain('in its role again');
  });

  it('is said to be missing', () => {
    expect(findings.cannot.join(' ')).toContain('1 of 11 recoveries were not seen to end');
  });
});

describe('the exit code', () => {
  it.each<[string, readonly Repetition[], Partial<Study>, number]>([
    ['a gate failed in one', [...ten, failing(11, 99)], {}, 99],
    ['data were violated in one', [...ten, failing(11, 99), failing(12, 120)], {}, 120],
    ['a heal failed in one', [...ten, failing(11, 120), failing(12, 123)], { state: 'interrupted' }, 123],
    ['it was interrupted', ten.slice(0, 3), { wanted: 10, state: 'interrupted' }, 105],
    ['it was interrupted after data were violated', [failing(1, 120)], { wanted: 10, state: 'interrupted' }, 120],
    ['a gate failed and too few count', [failing(1, 99)], { wanted: 10 }, 99],
    ['too few count', ten.slice(0, 9), { wanted: 10 }, 121],
    ['nothing was played', [], { wanted: 1 }, 121],
    ['a cut repetition was done again', ten, { cut: [cut(121, 'inconclusive')] }, 0],
    ['an interrupted repetition was done again', ten, { cut: [cut(105, 'inconclusive')] }, 0],
    ['a cut repetition had violated data', ten, { cut: [cut(120, 'fail')] }, 120],
  ])('when %s', (_when, repetitions, change, exitCode) => {
    const findings = sumUpStudy(studyOf(repetitions, change));
    expect(findings.exitCode).toBe(exitCode);
    expect(findings.verdict === 'pass').toBe(exitCode === 0);
  });
});

describe('the objective', () => {
  it.each([
    ['met with its whole error bar', measured(7_900, 50), 'met'],
    ['missed with its whole error bar', measured(8_100, 50), 'not-met'],
    ['within reach of the error', measured(7_990, 50), 'undecided'],
    ['within reach of the error from above', measured(8_010, 50), 'undecided'],
  ])('is %s', (_how, longest, status) => {
    expect(sumUpStudy(studyOf([...ten, repetitionWith(11, longest)])).objective).toEqual({ limitMs: 8_000, status });
  });

  it('is not met where payments stopped for longer after the heal, and that is said', () => {
    const downtime = { status: 'not-met', sentence: 'The heal stopped payments for another 9 s.' } as const;
    const hurt = repetitionWith(11, measured(2_000), { answers: { ...ten[0]!.answers, downtime } });
    const findings = sumUpStudy(studyOf([...ten, hurt]));
    expect(findings.objective.status).toBe('not-met');
    expect(findings.quote).toContain('objective 8 s: not met, because payments stopped again after the heal');
  });

  it('is not met where the heal outage of one took longer, whatever its own answer said, and that is said', () => {
    const findings = sumUpStudy(studyOf([...ten, healedAfter(measured(9_000))]));
    expect(findings.objective.status).toBe('not-met');
    expect(findings.quote).toContain('objective 8 s: not met, because of a heal outage of 9.00 ± 0.03 s');
  });

  it.each([
    ['within reach of the error of a heal outage', healedAfter(measured(7_990, 50))],
    ['not known from a heal that was not watched to its end', healedAfter(censored(3_000))],
    ['not known from a run that could not tell', untested('downtime')],
  ])('is undecided when it is %s', (_why, repetition) => {
    const findings = sumUpStudy(studyOf([...ten, repetition]));
    expect(findings.objective.status).toBe('undecided');
    expect(findings.quote).toContain('8 s: not decided, because what followed the heal is not known well enough;');
  });

  it('is undecided where nothing counts', () => {
    const findings = sumUpStudy(studyOf([inconclusiveRepetition(1)]));
    expect(findings.objective.status).toBe('undecided');
    expect(findings.quote).toBe('No repetition of story counts, so nothing is claimed about recovery.');
    expect(findings.can).toEqual([]);
  });
});

describe('loss', () => {
  it('that was never seen bounds its probability by the repetitions that count', () => {
    const { loss } = sumUpStudy(studyOf([...ten, inconclusiveRepetition(11)]));
    expect(loss).toMatchObject({ judged: 10, withLoss: 0, acknowledged: 11_000, lost: 0 });
    expect(loss.probabilityBound).toBeCloseTo(0.2589, 4);
    expect(loss.sentence).toContain('below 25.9 % (10 count)');
  });

  it('is counted also where a repetition does not count, and bounds nothing', () => {
    const payments = { acknowledged: 1_000, lost: 3, lostMoney: 700 };
    const { loss } = sumUpStudy(studyOf([...ten, { ...inconclusiveRepetition(11), payments }]));
    expect(loss).toMatchObject({ withLoss: 1, lost: 3, probabilityBound: null });
    expect(loss.sentence).toBe(
      '3 of 11,000 acknowledged payments lost, 700 minor units in all, in 1 of 11 repetitions.',
    );
  });

  it('that a repetition could not test, because too much was in doubt, is not bounded by it', () => {
    const { loss } = sumUpStudy(studyOf([...ten, untested('data-loss')]));
    expect(loss).toMatchObject({ judged: 10 });
    expect(loss.probabilityBound).toBeCloseTo(0.2589, 4);
    expect(sumUpStudy(studyOf([untested('data-loss')])).loss.probabilityBound).toBeNull();
  });

  it('that nobody looked for is unknown, not none', () => {
    const { loss } = sumUpStudy(studyOf([repetitionWith(1, measured(2_000), { payments: null })]));
    expect(loss).toMatchObject({ judged: 0, probabilityBound: null });
    expect(loss.sentence).toContain('Nothing can be said');
  });
});

describe('the sentence to quote', () => {
  it('speaks of the fault with the longest recovery', () => {
    const scenario = studyOf([]).scenario;
    const second = { ...scenario.faults[0]!, name: 'pause-a' };
    const findings = sumUpStudy(
      studyOf([withSecondFault(1)], { scenario: { ...scenario, faults: [...scenario.faults, second] } }),
    );
    expect(findings.faults.map((each) => each.maximum?.valueMs)).toEqual([1_000, 4_000]);
    expect(findings.quote).toContain('after pause-a: recovery time 4.00 ± 0.03 s');
  });

  it('speaks of a recovery that was not seen to end rather than of one that took longer', () => {
    const scenario = studyOf([]).scenario;
    const second = { ...scenario.faults[0]!, name: 'pause-a' };
    const [first, other] = withSecondFault(1).recoveries;
    const recoveries = [{ ...first!, recoveryTimeMs: censored(3_000) }, other!];
    const study = studyOf([{ ...withSecondFault(1), recoveries }], {
      scenario: { ...scenario, faults: [...scenario.faults, second] },
    });
    expect(sumUpStudy(study).quote).toContain('after kill-b: recovery time ≥ 3 s');
  });

  it('claims no variation of what was not varied', () => {
    expect(sumUpStudy(studyOf(ten.slice(0, 1))).quote).toContain('In 1 conclusive repetition of story, the longest');
    const still = ten.map((each) => ({ ...each, variation: { ...each.variation, victims: [] } }));
    expect(sumUpStudy(studyOf(still)).quote).toContain('varied in its phase,');
    expect(sumUpStudy(studyOf(still, { phaseWindowMs: 0 })).quote).not.toContain('varied');
  });

  it('says SIMULATED first where no database took part', () => {
    expect(sumUpStudy(studyOf(ten, { isSimulated: true })).quote).toMatch(/^SIMULATED: In 10/u);
  });
});
