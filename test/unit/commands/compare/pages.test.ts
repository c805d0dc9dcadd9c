/** What people see of a comparison: a line for each variant, the table at the end, the page in its folder. */
import { describe, expect, it } from 'vitest';
import { markdownPage } from '../../../../src/commands/compare/markdown-page.js';
import { progressLine } from '../../../../src/commands/compare/progress-line.js';
import { terminalSummary } from '../../../../src/commands/compare/terminal-summary.js';
import type { ComparisonRecord } from '../../../../src/model/comparison.js';
import type { Comparison } from '../../../../src/repeat/compare/comparison.js';
import { judgedComparison, outageOf, runWith, undecided, violating } from '../../../fixtures/comparison.js';

const runs = [violating('naive 3'), runWith('idempotent 3', { folder: 'run-02' })];
const recordOf = (change: Partial<Comparison> = {}): ComparisonRecord => judgedComparison(runs, change);
const pageWith = (outages: readonly number[]): string =>
  markdownPage(judgedComparison(outages.map((each, place) => runWith(`v${place}`, { outageMs: outageOf(each) }))));
const shown = { hasColor: false, columns: 80, directory: 'reports/comparison' };

describe('the summary in the terminal', () => {
  it('has a column for each variant, in eighty columns', () => {
    const lines = terminalSummary(recordOf(), shown).split('\n');
    const row = (name: string) => lines.find((line) => line.startsWith(name))?.split(/\s{2,}/u);
    expect(lines.some((line) => /^\s+naive 3\s+idempotent 3$/u.test(line))).toBe(true);
    expect(row('double charges')).toEqual(['double charges', '83 (78,687 minor units)', '0']);
    expect(row('lost sales')).toEqual(['lost sales', '0', '12 (3,400 minor units)']);
    expect(row('in doubt at the end')).toEqual(['in doubt at the end', '3', '3']);
    expect(row('recovery time')).toEqual(['recovery time', '2.09 ± 0.03 s', '2.09 ± 0.03 s']);
    expect(row('payments went through')).toEqual(['payments went through', '97.0 ± 0.4 %', '97.0 ± 0.4 %']);
    expect(row('before the fault, p50')).toEqual(['before the fault, p50', '3.1 ± 0.1 ms', '3.1 ± 0.1 ms']);
    expect(row('attempts per arrival')).toEqual(['attempts per arrival', '1.234', '1.234']);
    expect(row('exit code')).toEqual(['exit code', '120', '0']);
    const table = lines.slice(
      lines.findIndex((line) => line.startsWith('nobody could pay')),
      lines.findIndex((line) => line.startsWith('exit')),
    );
    expect(table).toHaveLength(13);
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('says what its exit code means, where a pass is not about gates', () => {
    expect(terminalSummary(recordOf(), shown)).toContain('Exit code 0: every variant was played and judged.');
    expect(terminalSummary(recordOf({ isStrict: true }), shown)).toContain('Exit code 120: data violation');
  });

  it('names each recovery where there are several faults, and tells what was not read as unknown', () => {
    const recoveries = ['kill-b', 'cut-c'].map((fault) => ({ fault, recoveryTimeMs: null, inconclusive: null }));
    const mixed = [runWith('a', { recoveries, payments: null }), { ...undecided('b'), recoveries }];
    const text = terminalSummary(judgedComparison(mixed), shown);
    expect(text).toMatch(/^recovery time, cut-c\s+–\s+–$/mu);
    expect(text).toMatch(/^double charges\s+unknown\s+0$/mu);
    expect(text).toContain('b decides nothing: The generator was late.');
  });

  it('keeps control characters of names from the terminal', () => {
    const escape = String.fromCharCode(27);
    const text = terminalSummary(recordOf({ setting: `a${escape}[2J` }), shown);
    expect(text).not.toContain(escape);
  });
});

describe('the page', () => {
  it('has the same table, with a link to the report of each variant', () => {
    const page = markdownPage(recordOf());
    expect(page).toContain('|  | naive 3 | idempotent 3 |');
    expect(page).toContain('| double charges | 83 (78,687 minor units) | 0 |');
    expect(page).toContain('| report | [run-01](run-01/report.html) | [run-02](run-02/report.html) |');
    expect(page).toContain('seed 1. Again: `paystorm run story.yaml`');
  });

  it('begins with what came of it, as the summary does', () => {
    const began = 'nobody could pay for 2.05 ± 0.02 s with naive 3 and for 2.05 ± 0.02 s with idempotent 3.';
    expect(markdownPage(recordOf())).toContain(began);
    expect(terminalSummary(recordOf(), shown).replaceAll(/\s+/gu, ' ')).toContain(began);
  });

  it('calls a figure the best only where it is beyond the errors', () => {
    expect(pageWith([12_000, 2_100])).toContain('| nobody could pay | 12.0 ± 0.1 s | **2.1 ± 0.1 s** (best) |');
    expect(pageWith([2_250, 2_100])).not.toContain('(best)');
  });

  it('names what was cut short, and escapes what a table would take for its own', () => {
    const cut = [{ value: 'a|b', folder: 'run-02-cut-1', verdict: null, exitCode: null }];
    const page = markdownPage(recordOf({ cut, setting: 'x|y' }));
    expect(page).toContain('was cut short once (run-02-cut-1)');
    expect(page).toContain('by x\\|y');
  });
});

it('the line of a finished variant says what it showed and what comes next', () => {
  const one = { ...recordOf(), runs: runs.slice(0, 1) };
  expect(progressLine(runs[0]!, one)).toBe(
    'naive 3: recovery time 2.09 ± 0.03 s, double charges 83 (78,687 minor units), lost sales 0, verdict ✘ fail; next idempotent 3',
  );
  expect(progressLine(runs[1]!, recordOf())).toMatch(/; done$/u);
});
