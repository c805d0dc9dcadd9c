/** The sentences that every page of a comparison begins with say what the numbers say, and no more than their errors allow. */
import { describe, expect, it } from 'vitest';
import { headlineOf } from '../../../../src/commands/compare/headline.js';
import type { ComparedRun } from '../../../../src/model/comparison.js';
import type { Comparison } from '../../../../src/repeat/compare/comparison.js';
import { comparisonOf, outageOf, quietOf, runWith, undecided, violating } from '../../../fixtures/comparison.js';

const headline = (runs: readonly ComparedRun[], change: Partial<Comparison> = {}): string =>
  headlineOf(comparisonOf(runs, change)).join(' ');
const stopped = (value: string, outageMs: number, change: Partial<ComparedRun> = {}): ComparedRun =>
  runWith(value, { outageMs: outageOf(outageMs), ...change });
const safe = 'No payment was lost or charged twice.';
const open = 'Their error bars overlap: one run each does not tell them apart.';

describe('for how long nobody could pay', () => {
  it('is said of each of two, and that is all where one is clearly shorter', () => {
    const runs = [stopped('primary-standby', 12_000), stopped('active-active', 2_100)];
    expect(headline(runs)).toBe(
      `Of the same 1 min 00 s of payments, nobody could pay for 12.0 ± 0.1 s with primary-standby and for 2.1 ± 0.1 s with active-active. ${safe}`,
    );
  });

  it('is no difference where error bars overlap', () => {
    expect(headline([stopped('a', 2_250), stopped('b', 2_100)])).toContain(`with b. ${open}`);
  });

  it('is told of three, with those named that cannot be told apart', () => {
    const runs = [stopped('kill', 1_000), stopped('pause', 5_000), stopped('cut', 1_150)];
    expect(headline(runs)).toContain(
      'for 1.0 ± 0.1 s with kill, for 5.0 ± 0.1 s with pause and for 1.1 ± 0.1 s with cut. The error bars of kill and cut overlap: one run each does not tell these apart.',
    );
  });

  it('is "at no time" where it never happened, and at least as long as was seen where it did not end', () => {
    const never = { outageMs: { valueMs: 0, errorMs: 0, isCensored: false } };
    const endless = { outageMs: { valueMs: 9_000, errorMs: 10, isCensored: true } };
    expect(headline([runWith('a', never), runWith('b', endless)])).toContain(
      'nobody could pay at no time with a and for ≥ 9 s with b.',
    );
  });
});

describe('where payments never stopped for everybody', () => {
  const never = { outageMs: { valueMs: 0, errorMs: 0, isCensored: false } };
  const served = (value: string, good: number, change: Partial<ComparedRun> = never): ComparedRun =>
    runWith(value, { ...change, availabilityRatio: good / 10_000, served: { arrivals: 10_000, good } });

  it('it is said how many of them went through', () => {
    expect(headline([served('a', 9_500), served('b', 9_990)])).toBe(
      `Payments never stopped for everybody: 95.0 ± 0.4 % of them went through in time with a and 99.90 ± 0.08 % with b. ${safe}`,
    );
  });

  it('and that shares are no different within what chance does', () => {
    expect(headline([served('a', 9_980), served('b', 9_990)])).toContain(`with b. ${open}`);
  });

  it('and nothing of that where they are the very same', () => {
    const text = headline([served('a', 9_000), served('b', 10_000), served('c', 10_000)]);
    expect(text).toContain('100 % with b and 100 % with c. No payment');
  });

  it('which without a fault nobody can know', () => {
    const without = { outageMs: null, recoveries: [] };
    expect(headline([served('a', 9_000, without), served('b', 9_990, without)])).toMatch(
      /^90\.0 ± 0\.6 % of the payments went through in time with a and /u,
    );
  });

  it('nor is anything said of errors that an older record does not hold', () => {
    const { served: _served, ...older } = served('a', 9_980);
    expect(headline([older, served('b', 9_990)])).not.toContain('overlap');
  });
});

describe('what became of the money', () => {
  it('is told of those that harmed it, with count and sum, and of the others', () => {
    const lost = {
      lost: { count: 1, money: 70 },
      doubleCharges: { count: 0, money: 0 },
      lostSales: { count: 0, money: 0 },
    };
    expect(headline([violating('naive 3'), runWith('weak', { payments: lost }), runWith('sound')])).toContain(
      'With naive 3, 83 payments were charged twice (78,687 minor units). With weak, 1 payment was lost (70 minor units). With sound none was lost or charged twice.',
    );
  });

  it('is unknown where no ledger was read', () => {
    expect(headline([runWith('a'), runWith('b', { payments: null })])).toContain(
      'No payment was lost or charged twice with a. What became of the payments with b is unknown: the ledger was not read back.',
    );
  });
});

describe('what it costs in quiet times', () => {
  it('is told where it is more than the error', () => {
    expect(headline([runWith('a', { quiet: quietOf(3.1) }), runWith('b', { quiet: quietOf(5.2) })])).toContain(
      'Before anything broke, half of the payments were answered within 3.1 ± 0.1 ms with a and 5.2 ± 0.1 ms with b.',
    );
  });

  it.each([
    ['within it', quietOf(3.2)],
    ['known without an error', { ...quietOf(9), responseTimeMsP50: { valueMs: 9, errorMs: null, isAtLeast: false } }],
    ['not known', null],
  ])('and not where it is %s', (_how, quiet) => {
    expect(headline([runWith('a'), runWith('b', { quiet })])).not.toContain('Before anything broke');
  });
});

describe('a variant that tells nothing', () => {
  it('is named, and its times are not', () => {
    const text = headline([stopped('a', 12_000), { ...undecided('b'), outageMs: outageOf(1) }]);
    expect(text).toContain('nobody could pay for 12.0 ± 0.1 s with a.');
    expect(text).toContain('The run with b decides nothing, so its times count for nothing here.');
    expect(text).not.toMatch(/ms with b|overlap/u);
  });

  it('is named where it was not played yet', () => {
    const variants = ['a', 'b', 'c'].map((value) => ({ value, scenarioHash: '' }));
    expect(headline([runWith('a')], { variants })).toContain('Not played yet: b and c.');
    expect(headline([], { variants })).toBe('Not played yet: a, b and c.');
  });
});
