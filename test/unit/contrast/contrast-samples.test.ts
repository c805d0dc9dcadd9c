/** What two samples say to each other: better, worse, the same, chance perhaps, or nothing at all; and never "no difference" for want of data. */
import { describe, expect, it } from 'vitest';
import { contrastSamples } from '../../../src/contrast/contrast-samples.js';
import { contrastExitCode } from '../../../src/contrast/sum-up-contrast.js';
import type { Contrast, ContrastMeasure } from '../../../src/model/contrast.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { Sample } from '../../../src/model/sample.js';
import { around, sampleWith } from '../../fixtures/samples.js';

const p99 = 'response_time.p99 during run';
const sixes = around(p99, 40);

describe('six runs on each side', () => {
  it('that are alike are no worse, and what differs around them is told first', () => {
    const after = sampleWith({ runs: sixes, environment: { 'servers.version': '11.4.2', 'machine.cores': '4' } });
    const found = contrastOf(sampleWith({ runs: sixes }), after);
    expect(found).toMatchObject({
      verdict: 'no-worse',
      reasons: ['No headline measure moved by more than is allowed.'],
    });
    expect(found.differences).toEqual([
      { what: 'servers.version', before: '10.11.6', after: '11.4.2' },
      { what: 'machine.cores', before: '2', after: '4' },
    ]);
    expect(contrastExitCode([found])).toBe(exitCodes.pass);
  });

  it.each([
    ['slower', 60, 'worse', 'worse', exitCodes.gateFailed],
    ['faster', 20, 'better', 'no-worse', exitCodes.pass],
    ['slower by less than anybody should act upon', 43, 'same', 'no-worse', exitCodes.pass],
  ])('that are %s: %d ms', (_how, value, status, verdict, exitCode) => {
    const found = contrastOf(sampleWith({ runs: sixes }), sampleWith({ runs: around(p99, value) }));
    expect(measureOf(found, p99)).toMatchObject({ status, effect: { method: 'ranks', shift: value - 40 } });
    expect(found.verdict).toBe(verdict);
    expect(contrastExitCode([found])).toBe(exitCode);
  });

  it('that scatter so that chance may do it are not called worse', () => {
    const before = sampleWith({ runs: [10, 30, 50, 70, 90, 110].map((value) => ({ [p99]: value })) });
    const after = sampleWith({ runs: [20, 60, 80, 100, 120, 140].map((value) => ({ [p99]: value })) });
    const found = contrastOf(before, after);
    expect(measureOf(found, p99).status).toBe('unproven');
    expect(found.verdict).toBe('no-worse');
    expect(found.reasons.join(' ')).toContain('chance alone may have done that');
  });

  it('that vary so much that more would hide in it say so', () => {
    const wide = [10, 90, 20, 80, 30, 70].map((value) => ({ [p99]: value }));
    const found = contrastOf(
      sampleWith({ runs: wide }),
      sampleWith({ runs: [...wide.slice(1), { [p99]: 13 }].map((run) => ({ [p99]: (run[p99] ?? 0) + 1 })) }),
    );
    expect(found.verdict).toBe('no-worse');
    expect(found.reasons.join(' ')).toMatch(/varies so much that \d+ ms more would not be seen/u);
  });

  it('answer availability in the other direction: less is worse', () => {
    const key = 'availability during run';
    const found = contrastOf(sampleWith({ runs: around(key, 99, 6) }), sampleWith({ runs: around(key, 97, 6) }));
    expect(measureOf(found, key).status).toBe('worse');
  });
});

describe('too little to tell', () => {
  it('four runs on each side that are far apart are inconclusive, and say what it would take', () => {
    const found = contrastOf(sampleWith({ runs: around(p99, 40, 4) }), sampleWith({ runs: around(p99, 90, 4) }));
    const [one, other] = [around('recovery_time after kill', 2_000, 4), around('recovery_time after kill', 9_000, 4)];
    const several = contrastOf(
      sampleWith({ runs: one.map((run, index) => ({ ...run, ...around(p99, 40, 4)[index] })) }),
      sampleWith({ runs: other.map((run, index) => ({ ...run, ...around(p99, 90, 4)[index] })) }),
    );
    // Of one measure alone four runs can prove something; of two they cannot.
    expect(found.verdict).toBe('worse');
    expect(several.verdict).toBe('inconclusive');
    expect(several.reasons.join(' ')).toContain('repeat them, five times and more on each side');
    expect(contrastExitCode([several])).toBe(exitCodes.inconclusive);
  });

  it('a measure that one side lacks is not comparable, and why is said', () => {
    const after = sampleWith({ runs: sixes });
    const runs = after.runs.map((run) => {
      const { [p99]: _left, ...figures } = run.measures.figures;
      return { ...run, measures: { ...run.measures, figures, unmeasured: { [p99]: 'Nobody came.' } } };
    });
    const found = contrastOf(sampleWith({ runs: sixes }), { ...after, runs });
    expect(measureOf(found, p99)).toMatchObject({
      status: 'not-comparable',
      reason: 'Nothing was measured after: Nobody came.',
    });
    expect(contrastExitCode([found])).toBe(exitCodes.inconclusive);
  });

  it('a measure that most runs after lack is not comparable, however good the rest', () => {
    const key = 'recovery_time after kill';
    const after = sampleWith({ runs: around(p99, 40, 10) });
    const runs = after.runs.map((run, index) => {
      const { [key]: own = 0, ...figures } = run.measures.figures;
      const unmeasured = { [key]: 'It was not injected.' };
      return {
        ...run,
        measures: {
          ...run.measures,
          ...(index === 0 ? { figures: { ...figures, [key]: own } } : { figures, unmeasured }),
        },
      };
    });
    const before = sampleWith({ runs: around(p99, 40, 10) });
    const found = contrastOf(before, { ...after, runs });
    expect(measureOf(found, key)).toMatchObject({
      status: 'not-comparable',
      reason: expect.stringMatching(/^9 of 10 runs after hold none: It was not injected\. /u) as string,
      effect: { after: { runs: 1 } },
    });
    expect(found.verdict).toBe('inconclusive');
    // What was missing before is told, and decides nothing.
    const back = contrastOf({ ...after, runs }, before);
    expect(measureOf(back, key)).toMatchObject({ status: 'same' });
    expect(measureOf(back, key).reason).toMatch(/^9 of 10 runs before hold none/u);
  });

  it('a time that was not over in a run after, and in all before, is not comparable, and worse where that much is', () => {
    const key = 'recovery_time after kill';
    const [six, open] = [
      around(key, 2_000),
      (atLeast: number) => around(key, 2_000).map(() => ({ [key]: { atLeast } })),
    ];
    expect(contrastOf(sampleWith({ runs: six }), sampleWith({ runs: open(2_000) })).verdict).toBe('inconclusive');
    expect(contrastOf(sampleWith({ runs: six }), sampleWith({ runs: open(9_000) })).verdict).toBe('worse');
    expect(contrastOf(sampleWith({ runs: open(9_000) }), sampleWith({ runs: six })).verdict).toBe('no-worse');
  });

  it('ten runs without an outage, and one with, are told apart', () => {
    const key = 'outage after kill';
    const none = Array.from({ length: 10 }, () => ({ [key]: 0 }));
    const found = contrastOf(sampleWith({ runs: none }), sampleWith({ runs: [{ [key]: 3_000 }] }));
    expect(measureOf(found, key).status).toBe('worse');
  });

  it('runs that do not count leave nothing but the money', () => {
    const doubt = 'The instrument was not healthy: late.';
    const found = contrastOf(sampleWith({ runs: sixes }), sampleWith({ runs: sixes, doubt }));
    expect(measureOf(found, p99)).toMatchObject({ status: 'not-comparable', reason: `No run after counts. ${doubt}` });
    expect(measureOf(found, 'lost_payments').status).toBe('same');
    expect(found.verdict).toBe('inconclusive');
  });

  it.each([
    ['traffic.phases.steady.settings.rate', '200'],
    ['faults.kill.kind', 'node-pause'],
    ['faults.kill.at.offsetMs', '9000'],
    ['client.deadlineMs', '500'],
  ])('another %s is another question', (path, value) => {
    const found = contrastOf(sampleWith({ runs: sixes }), sampleWith({ runs: sixes, scenario: { [path]: value } }));
    expect(found.verdict).toBe('inconclusive');
    expect(found.reasons[0]).toMatch(
      new RegExp(`^Not the same rehearsal: ${path.replaceAll('.', String.raw`\.`)} was`, 'u'),
    );
  });

  it('another node of the same fault is what is compared, and told', () => {
    const after = sampleWith({ runs: sixes, scenario: { 'faults.kill.settings.node': 'c' } });
    const found = contrastOf(sampleWith({ runs: sixes }), after);
    expect(found.verdict).toBe('no-worse');
    expect(found.differences).toEqual([{ what: 'faults.kill.settings.node', before: 'b', after: 'c' }]);
  });
});

describe('money', () => {
  it.each([
    ['one lost payment where there was none is worse, in one run of six', [0, 0, 0], [0, 1, 0], 'worse', 120],
    ['more than before is worse', [2], [3], 'worse', 120],
    ['as much as before is no worse', [2], [2], 'same', 0],
    ['none any more is better', [2], [0], 'better', 0],
    ['as much in each of ten runs as in one of ten before is worse', tenth(5), Array(10).fill(5), 'worse', 120],
    ['as much in one of ten runs as in each before is better', Array(10).fill(5), tenth(5), 'better', 0],
    ['more in sum, in as many runs, is worse', [5, 1], [5, 4], 'worse', 120],
    ['as many in each of more runs is no worse', [2], [2, 2], 'same', 0],
    ['as many in fewer runs is no worse', [0, 0, 2], [0, 2], 'same', 0],
  ])('%s', (_what, before, after, status, exitCode) => {
    const found = contrastOf(losing(before), losing(after));
    expect(measureOf(found, 'lost_payments')).toMatchObject({ status, isMoney: true, effect: { pValue: null } });
    expect(contrastExitCode([found])).toBe(exitCode);
  });

  it('is worse whatever else cannot be compared', () => {
    const other = { 'traffic.phases.steady.settings.rate': '200' };
    const found = contrastOf(sampleWith({ runs: [{}] }), sampleWith({ runs: [{ lost_payments: 1 }], scenario: other }));
    expect(contrastExitCode([found])).toBe(exitCodes.dataViolation);
  });

  it('that nobody counted is not comparable', () => {
    const sample = sampleWith({ runs: [{}] });
    const [run] = sample.runs;
    const { lost_payments: _left, ...figures } = run!.measures.figures;
    const unread = {
      ...sample,
      runs: [{ ...run!, measures: { ...run!.measures, figures, unmeasured: { lost_payments: 'Unread.' } } }],
    };
    expect(measureOf(contrastOf(sample, unread), 'lost_payments')).toMatchObject({
      status: 'not-comparable',
      reason: 'Unread.',
    });
  });
});

function tenth(lost: number): readonly number[] {
  return [lost, 0, 0, 0, 0, 0, 0, 0, 0, 0];
}

function contrastOf(before: Sample, after: Sample): Contrast {
  return contrastSamples({ name: 'before', sample: before }, { name: 'after', sample: after });
}

function measureOf({ measures }: Contrast, key: string): ContrastMeasure {
  const found = measures.find(({ measure }) => measure === key);
  if (found === undefined) throw new Error(`There is no ${key}.`);
  return found;
}

function losing(losses: readonly number[]): Sample {
  return sampleWith({ runs: losses.map((lost) => ({ lost_payments: lost })) });
}
