/** What people see of a search: what it will do, a line for each step, the summary at the end, the page in its folder. */
import { describe, expect, it } from 'vitest';
import { curveChart } from '../../../../src/commands/find-peak/curve-chart.js';
import { describeSearch } from '../../../../src/commands/find-peak/describe-search.js';
import { markdownPage } from '../../../../src/commands/find-peak/markdown-page.js';
import { progressLine } from '../../../../src/commands/find-peak/progress-line.js';
import { terminalSummary } from '../../../../src/commands/find-peak/terminal-summary.js';
import type { PeakStep } from '../../../../src/model/peak.js';
import { visibleLength } from '../../../../src/catalog/reporters/words/wrap.js';
import { failing, peakRecordOf, playAgainst, settings, sickening, stepWith } from '../../../fixtures/search.js';

const escape = String.fromCharCode(27);
const shown = { hasColor: false, columns: 80, directory: 'reports/search' };
const hockey = (rate: number): Partial<PeakStep> => ({
  ...(rate > 1_000 ? failing : {}),
  responseTimeMsP99: { valueMs: rate > 1_000 ? 1_000 : rate / 40, isAtLeast: rate > 1_000 },
});
const record = peakRecordOf(playAgainst(hockey));

describe('the line of a finished step', () => {
  it('names rate, length, figures, verdict and what comes next', () => {
    const one = peakRecordOf([stepWith(1, 200)]);
    expect(progressLine(one.steps[0]!, one)).toBe('step 1: 200/s for 10s, p99 12 ms  ✔ pass; next 400/s');
  });

  it('names the gate that failed, and the hold that comes', () => {
    expect(progressLine(record.steps[3]!, record)).toContain('p99 ≥ 1 s  ✘ response_time.p99 < 250ms');
    const searched = record.steps.filter(({ purpose }) => purpose === 'search');
    const before = peakRecordOf(searched);
    expect(progressLine(searched.at(-1)!, before)).toMatch(/; hold 1,000\/s$/u);
    expect(progressLine(record.steps.at(-1)!, record)).toMatch(/^hold \d+: 1,000\/s for 30s, p99 25 ms {2}✔ pass$/u);
  });

  it('says why a step decides nothing, and cannot be made to move the cursor', () => {
    const sick = peakRecordOf([stepWith(1, 200, { ...sickening, why: `${escape}[2JToo late.\nReally.` })]);
    const line = progressLine(sick.steps[0]!, sick);
    expect(line).toContain('? generator:  [2JToo late. Really');
    expect(line).not.toMatch(/\p{Cc}/u);
  });
});

describe('the summary', () => {
  const text = terminalSummary(record, shown);

  it('holds the sentence, every step by rate, the bars, the knee and the exit code, within 80 columns', () => {
    expect(text.replace(/\s+/gu, ' ')).toContain(record.findings.sentence);
    const rates = [...text.matchAll(/^([\d,]+)\/s +(?:step|hold)/gmu)].map(([, rate = '']) =>
      Number(rate.replace(',', '')),
    );
    expect(rates).toHaveLength(record.steps.length);
    expect(rates).toEqual(rates.toSorted((one, other) => one - other));
    expect(text).toContain('← knee');
    expect(text).toContain('The knee: from 1,000 payments/s on');
    expect(text).toContain('reports/search/peak.md');
    expect(text).toContain('Exit code 0: every gate holds.');
    for (const line of text.split('\n')) expect(visibleLength(line), line).toBeLessThanOrEqual(80);
  });

  it('says SIMULATED, and no more than there is', () => {
    expect(terminalSummary({ ...record, isSimulated: true }, shown)).toContain('SIMULATED');
    const none = terminalSummary(peakRecordOf([], { state: 'interrupted' }), shown);
    expect(none).toContain('stopped before its first step was whole');
    expect(none).not.toContain('knee');
  });

  it('is plain without colour, and the same words with it', () => {
    expect(text).not.toContain(escape);
    const colored = terminalSummary(record, { ...shown, hasColor: true });
    expect(colored.replaceAll(new RegExp(`${escape}\\[[\\d;]*m`, 'gu'), '')).toBe(text);
  });
});

describe('the bars', () => {
  it('grow with the time, are visible for the shortest, and fit', () => {
    const lines = curveChart(record, 60).split('\n');
    const lengths = lines.map((line) => (line.match(/[█-▏]/gu) ?? []).length);
    expect(lengths).toEqual(lengths.toSorted((one, other) => one - other));
    expect(Math.min(...lengths)).toBeGreaterThan(0);
    for (const line of lines) expect(visibleLength(line)).toBeLessThanOrEqual(60);
  });

  it('are none for a single rate', () => {
    expect(curveChart(peakRecordOf([stepWith(1, 200), stepWith(2, 200)]), 80)).toBe('');
  });
});

describe('the page', () => {
  it('holds the sentence, the curve with a link to each report, and what was asked and assumed', () => {
    const asked = {
      gates: ['lost_payments == 0', 'availability >= 99.9% during step'],
      assumed: ['availability >= 99.9% during step'],
      leftOut: [{ gate: 'recovery_time < 8s after kill-b', why: 'it speaks of kill-b' }],
      faults: ['kill-b'],
    };
    const cut = [{ step: 2, folder: 'run-02-cut-1', verdict: null, exitCode: null }];
    const page = markdownPage(peakRecordOf(record.steps, { asked, cut }));
    expect(page).toContain('## ✔ pass: story, search for its peak');
    for (const { folder } of record.steps) expect(page).toContain(`[${folder}](${folder}/report.html)`);
    expect(page).toMatch(/availability .*99\.9% during step \(assumed\)/u);
    expect(page).toContain('because it speaks of kill-b.');
    expect(page).toContain('Step 2 was cut short once (run-02-cut-1) and done again.');
    expect(page).toContain('Again: `paystorm find-peak story.yaml`');
  });
});

describe('what a search will do', () => {
  const shape = { settings, isMadeAnew: true, drainMs: 5_000, ownMixes: [], columns: 80 };
  const asked = { rules: [], gates: ['lost_payments == 0'], assumed: [], leftOut: [], faults: [] };

  it('is told before: the rates, the lengths, the gates, and how long it takes at least and at most', () => {
    const bound = { ...settings, upToPerSecond: 1_000, isUpToAsked: true };
    const text = describeSearch({ ...shape, settings: bound, asked }).replace(/\s+/gu, ' ');
    expect(text).toContain('Upwards until a step fails: 200/s, 400/s, 800/s, 1,000/s.');
    expect(text).toContain('3.5s of warm-up and 10s at one rate, on a target made anew');
    expect(text).toContain('4 steps and 2 holds, 2 min 04 s of load; at most 16 steps and 33 holds');
    expect(text).toContain('Asked of each step: lost_payments == 0.');
    expect(text).not.toContain('mix');
  });

  it('names what is left out and assumed, and does not list every rate up to the sky', () => {
    const more = {
      ...asked,
      assumed: ['availability >= 99.9% during step'],
      leftOut: [{ gate: 'recovery_time < 8s after kill-b', why: 'it speaks of kill-b, and nothing is broken here' }],
      faults: ['kill-b'],
    };
    const text = describeSearch({ ...shape, ownMixes: ['sale'], asked: more }).replace(/\s+/gu, ' ');
    expect(text).toContain('those of single phases are left out: sale.');
    expect(text).toContain('Nothing is broken: kill-b left out.');
    expect(text).toContain('Not asked: recovery_time < 8s after kill-b, because it speaks of kill-b');
    expect(text).toContain('Assumed, because');
    expect(text).toContain(', … up to 100,000/s (the most that paystorm drives)');
  });
});
