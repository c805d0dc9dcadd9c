/** Against published values: tables of the sign test's ranks (Dixon and Massey; Conover), and the figures of the definitions. */
import { describe, expect, it } from 'vitest';
import { probabilityOfAtMost, trialsMax } from '../../../../src/verdict/evidence/binomial.js';
import {
  fewestForMedian,
  maximumOf,
  medianOf,
  medianRanks,
  orderStatistic,
} from '../../../../src/verdict/evidence/order-statistics.js';
import { censored, measured } from '../../../fixtures/study.js';

describe("the binomial distribution's sum", () => {
  it.each([
    [0, 10, 0.5, 1 / 1024],
    [1, 10, 0.5, 11 / 1024],
    [5, 10, 0.5, 638 / 1024],
    [2, 5, 0.1, 0.99144],
    [3, 20, 0.25, 0.225156],
  ])('at most %i of %i at %f', (successes, trials, chance, expected) => {
    expect(probabilityOfAtMost(successes, trials, chance)).toBeCloseTo(expected, 6);
  });

  it('is 0 below none and 1 from all on, and certain where the chance is', () => {
    expect(probabilityOfAtMost(-1, 10, 0.5)).toBe(0);
    expect(probabilityOfAtMost(10, 10, 0.5)).toBe(1);
    expect(probabilityOfAtMost(0, 10, 0)).toBe(1);
    expect(probabilityOfAtMost(9, 10, 1)).toBe(0);
  });

  it('does not underflow at its limit, and refuses what lies beyond', () => {
    expect(probabilityOfAtMost(trialsMax / 2, trialsMax, 0.5)).toBeCloseTo(0.5126, 3);
    expect(() => probabilityOfAtMost(1, trialsMax + 1, 0.5)).toThrow('1000');
  });
});

describe("the ranks of the median's interval at 95 %", () => {
  it.each([
    [6, 1, 6, 0.96875],
    [7, 1, 7, 0.984375],
    [8, 1, 8, 0.9921875],
    [9, 2, 8, 0.9609375],
    [10, 2, 9, 0.978515625],
    [15, 4, 12, 0.964843],
    [20, 6, 15, 0.958611],
    [25, 8, 18, 0.956715],
    [30, 10, 21, 0.957226],
  ])('N = %i: ranks %i and %i', (count, lowerRank, upperRank, confidence) => {
    const ranks = medianRanks(count);
    expect(ranks).toMatchObject({ lowerRank, upperRank });
    expect(ranks?.confidence).toBeCloseTo(confidence, 5);
  });

  it.each([0, 1, 2, 3, 4, 5])('N = %i gives none', (count) => {
    expect(medianRanks(count)).toBeNull();
  });

  it('needs six repetitions at 95 %, eight at 99 %', () => {
    expect(fewestForMedian()).toBe(6);
    expect(fewestForMedian(0.99)).toBe(8);
  });
});

describe('order statistics of times that are not exact', () => {
  it('the longest carries the error bar that reaches furthest', () => {
    expect(maximumOf([measured(2_000, 30), measured(1_990, 200)])).toEqual(measured(2_000, 190));
  });

  it('one recovery that was not seen to end leaves the end of the longest open, also when another took longer', () => {
    expect(maximumOf([measured(5_000, 0), censored(4_000)])).toEqual(censored(5_000));
    expect(maximumOf([measured(5_000, 0), censored(42_000)])).toEqual(censored(42_000));
  });

  it('a rank below the unseen ones stays exact, for they can only have been longer', () => {
    const times = [measured(1_000, 10), measured(2_000, 10), censored(9_000)];
    expect(orderStatistic(times, 1)).toEqual(measured(1_000, 10));
    expect(orderStatistic(times, 2)).toEqual(measured(2_000, 10));
  });

  it('a rank that an unseen one may have left is open upwards no further than the times seen', () => {
    // Truly second may be 2 s (the unseen one took 1.5 s) or 3 s (it took longer than that).
    const times = [measured(1_000, 0), censored(1_500), measured(2_000, 0), measured(3_000, 0)];
    expect(orderStatistic(times, 2)).toEqual(measured(1_500, 500));
  });

  it('the median is the middle one, or the middle of two', () => {
    expect(medianOf([measured(3_000, 30), measured(1_000, 10), measured(2_000, 20)])).toEqual(measured(2_000, 20));
    expect(medianOf([measured(1_000, 10), measured(2_000, 30)])).toEqual(measured(1_500, 20));
    expect(medianOf([measured(1_000, 10), censored(2_000)])?.isCensored).toBe(true);
  });

  it('nothing has no longest and no median', () => {
    expect(maximumOf([])).toBeNull();
    expect(medianOf([])).toBeNull();
    expect(() => orderStatistic([], 1)).toThrow('rank 1');
  });
});
