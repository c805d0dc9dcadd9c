/** A comparison measures: what a variant breaks is its finding, unless it is asked to be strict. */
import { describe, expect, it } from 'vitest';
import type { ComparedRun } from '../../../../src/model/comparison.js';
import { exitCodes } from '../../../../src/model/exit-code.js';
import type { Comparison } from '../../../../src/repeat/compare/comparison.js';
import { sumUpComparison } from '../../../../src/repeat/compare/sum-up-comparison.js';
import { comparisonOf, runWith, undecided, violating } from '../../../fixtures/comparison.js';

const failing = runWith('slow', { verdict: 'fail', exitCode: exitCodes.gateFailed });
const dirty = runWith('dirty', { verdict: 'fail', exitCode: exitCodes.healFailed });
const cutViolation = [{ value: 'b', folder: 'run-02-cut-1', verdict: 'fail', exitCode: 120 }] as const;

describe('the exit code', () => {
  it.each<[string, readonly ComparedRun[], Partial<Comparison>, keyof typeof exitCodes, keyof typeof exitCodes]>([
    ['all that went well', [runWith('a'), runWith('b')], {}, 'pass', 'pass'],
    ['a double charge', [violating('a'), runWith('b')], {}, 'pass', 'dataViolation'],
    ['a gate that fails', [runWith('a'), failing], {}, 'pass', 'gateFailed'],
    ['both', [failing, violating('a')], {}, 'pass', 'dataViolation'],
    ['a run that decides nothing', [violating('a'), undecided('b')], {}, 'inconclusive', 'dataViolation'],
    ['a target that was left dirty', [dirty, violating('a')], {}, 'healFailed', 'healFailed'],
    ['an interruption', [runWith('a')], { state: 'interrupted' }, 'interrupted', 'interrupted'],
    ['a violation before a cut', [runWith('a'), runWith('b')], { cut: cutViolation }, 'pass', 'dataViolation'],
  ])('of %s', (_what, runs, change, usual, strict) => {
    expect(sumUpComparison(comparisonOf(runs, change)).exitCode).toBe(exitCodes[usual]);
    expect(sumUpComparison(comparisonOf(runs, { ...change, isStrict: true })).exitCode).toBe(exitCodes[strict]);
  });

  it('of variants that were not all played is no pass', () => {
    const variants = ['a', 'b'].map((value) => ({ value, scenarioHash: '' }));
    const { exitCode, verdict, reasons } = sumUpComparison(comparisonOf([runWith('a')], { variants }));
    expect([exitCode, verdict]).toEqual([exitCodes.inconclusive, 'inconclusive']);
    expect(reasons).toEqual(['Only 1 of 2 variants were played so far.']);
  });
});

it('the reasons name what each variant broke, and that it is a finding', () => {
  const { verdict, reasons } = sumUpComparison(comparisonOf([violating('naive 3'), runWith('idempotent 3')]));
  expect(verdict).toBe('pass');
  expect(reasons).toEqual([
    'Every variant was played to its end and judged.',
    'naive 3: 83 payments took effect more than once.',
    'What a variant breaks is a finding here; with --strict it is the exit code, too.',
  ]);
});

it('a variant that decides nothing is named with why', () => {
  const { reasons } = sumUpComparison(comparisonOf([runWith('a'), undecided('b')]));
  expect(reasons).toEqual(['b decides nothing: The generator was late.']);
});
