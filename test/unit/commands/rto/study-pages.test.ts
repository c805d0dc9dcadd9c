/** What people see of a study: a line for each repetition, the summary at the end, the page in its folder. */
import { describe, expect, it } from 'vitest';
import { markdownPage } from '../../../../src/commands/rto/markdown-page.js';
import { terminalSummary } from '../../../../src/commands/rto/terminal-summary.js';
import { studyOutcome } from '../../../../src/commands/study/study-outcome.js';
import { progressLine } from '../../../../src/commands/rto/progress-line.js';
import type { Repetition, RtoRecord } from '../../../../src/model/rto.js';
import type { Study } from '../../../../src/verdict/evidence/study.js';
import { sumUpStudy } from '../../../../src/verdict/evidence/sum-up-study.js';
import { censored, inconclusiveRepetition, measured, repetitionWith, studyOf } from '../../../fixtures/study.js';

const escape = String.fromCharCode(27);
const recordOf = (repetitions: readonly Repetition[], change: Partial<Study> = {}): RtoRecord => {
  const study = studyOf(repetitions, change);
  return { ...study, findings: sumUpStudy(study) };
};
const shown = { hasColor: false, columns: 100, directory: 'reports/study' };
const mixed = recordOf(
  [
    repetitionWith(1, measured(2_090)),
    inconclusiveRepetition(2, censored(12_000)),
    repetitionWith(3, measured(2_000), {
      verdict: 'fail',
      exitCode: 120,
      payments: { acknowledged: 900, lost: 7, lostMoney: 70 },
    }),
  ],
  { wanted: 3, cut: [{ repetition: 2, folder: 'run-02-cut-1', verdict: 'inconclusive', exitCode: 121 }] },
);

describe('the line of a finished repetition', () => {
  it('names number, victim, phase, recovery time, verdict and what remains', () => {
    const record = recordOf([repetitionWith(1, measured(2_090))], { wanted: 10 });
    expect(progressLine(record.repetitions[0]!, record)).toBe(
      'repetition 1 (1 of 10 count): jkt-b +100 ms: recovery time 2.09 ± 0.03 s, ✔ pass; 9 to go, about 13 min 30 s',
    );
  });

  it('says why one does not count', () => {
    const line = progressLine(mixed.repetitions[1]!, mixed);
    expect(line).toContain(
      'recovery time ≥ 12 s, ? inconclusive; it does not count: After kill-b: The generator was late;',
    );
  });

  it('estimates nothing from what was not timed, and has an end', () => {
    const untimed = recordOf([repetitionWith(1, measured(2_000), { tookMs: null })], { wanted: 2 });
    expect(progressLine(untimed.repetitions[0]!, untimed)).toMatch(/; 1 to go$/u);
    const all = recordOf([repetitionWith(1, measured(2_000))]);
    expect(progressLine(all.repetitions[0]!, all)).toMatch(/; done$/u);
  });

  it('cannot be made to move the cursor by the words of a server', () => {
    const record = recordOf([{ ...inconclusiveRepetition(1), inconclusive: `${escape}[2Jgone\nand more` }]);
    expect(progressLine(record.repetitions[0]!, record)).not.toMatch(/\p{Cc}/u);
  });
});

describe.each([
  ['the summary', (record: RtoRecord) => studyOutcome({ record, summary: terminalSummary }, {}, shown)],
  ['the page', markdownPage],
])('%s', (_name, render) => {
  const text = render(mixed).replaceAll(/\s+/gu, ' ');

  it('shows every repetition, also those that do not count', () => {
    for (const cell of ['2.09 ± 0.03 s', '≥ 12 s', '2.00 ± 0.03 s', 'inconclusive', '✘ fail'])
      expect(text).toContain(cell);
  });

  it('says what was lost, what does not count and what was cut', () => {
    expect(text).toContain('7 of 2,900 acknowledged payments lost');
    expect(text).toContain('Repetition 2 does not count');
    expect(text).toContain('cut short');
  });

  it('holds the sentence to quote and the exit code with its meaning', () => {
    expect(text.replaceAll('\\', '')).toContain(mixed.findings.quote);
    expect(text).toContain('120');
    expect(text).toContain('data violation');
  });

  it('says SIMULATED where no database took part', () => {
    expect(render(recordOf([repetitionWith(1, measured(2_000))], { isSimulated: true }))).toContain('SIMULATED');
  });

  it('can be written before anything was played', () => {
    expect(render(recordOf([], { wanted: 10 }))).toContain('nothing is claimed');
  });
});

describe('for scripts', () => {
  it('one line tells verdict, exit code and folder', () => {
    expect(studyOutcome({ record: mixed, summary: terminalSummary }, { quiet: true }, shown)).toBe(
      'fail 120 reports/study\n',
    );
  });

  it('the record is all that is printed', () => {
    expect(JSON.parse(studyOutcome({ record: mixed, summary: terminalSummary }, { json: true }, shown))).toEqual(
      JSON.parse(JSON.stringify(mixed)),
    );
  });
});

it('the page gives foreign words no power over its table', () => {
  const hostile = repetitionWith(1, measured(2_000));
  const recoveries = hostile.recoveries.map((each) => ({ ...each, nodes: ['a | b', '<script>'] }));
  const page = markdownPage(recordOf([{ ...hostile, recoveries }]));
  expect(page).toContain('a \\| b, &lt;script&gt;');
});
