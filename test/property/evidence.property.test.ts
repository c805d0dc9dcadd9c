/** What is claimed about repetitions holds for every number of them: proven by seeded simulation, and for all ways to vary them. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUniformStream } from '../../src/kit/random.js';
import type { Measured } from '../../src/model/recovery.js';
import { spreadOf } from '../../src/repeat/spread.js';
import { probabilityOfAtMost } from '../../src/verdict/evidence/binomial.js';
import { coverageOfMaximum, lossProbabilityBound } from '../../src/verdict/evidence/coverage.js';
import { maximumOf, medianRanks, orderStatistic } from '../../src/verdict/evidence/order-statistics.js';

const trials = 4_000;
/** Four standard errors of a share that is measured in so many trials. */
const slack = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / trials);

/** Recovery times as they are: a floor, a long tail, and now and then another suspicion round. Its quantiles are known. */
const quantileMs = (share: number): number => 1_000 - 800 * Math.log(1 - share) + (share > 0.8 ? 3_000 : 0);

function shareOfTrials(seed: number, holds: (draw: () => number) => boolean): number {
  const draw = createUniformStream(seed, 'evidence');
  let count = 0;
  for (let trial = 0; trial < trials; trial += 1) if (holds(draw)) count += 1;
  return count / trials;
}

const timesOf = (draw: () => number, count: number): readonly Measured[] =>
  Array.from({ length: count }, () => ({ valueMs: quantileMs(draw()), errorMs: 0, isCensored: false }));

test.each([6, 9, 10, 20, 59])('the interval of N = %i contains the true median as often as it says', (count) => {
  const ranks = medianRanks(count)!;
  const share = shareOfTrials(count, (draw) => {
    const times = timesOf(draw, count);
    const medianMs = quantileMs(0.5);
    return (
      orderStatistic(times, ranks.lowerRank).valueMs <= medianMs &&
      orderStatistic(times, ranks.upperRank).valueMs >= medianMs
    );
  });
  expect(Math.abs(share - ranks.confidence)).toBeLessThan(slack(ranks.confidence));
  expect(ranks.confidence).toBeGreaterThanOrEqual(0.95);
});

test.each([
  [9, 0.95],
  [10, 0.9],
  [29, 0.9],
  [59, 0.95],
])('the longest of N = %i covers the quantile %f as often as it says', (count, quantile) => {
  const covered = coverageOfMaximum(count, quantile);
  const share = shareOfTrials(count, (draw) => maximumOf(timesOf(draw, count))!.valueMs >= quantileMs(quantile));
  expect(Math.abs(share - covered)).toBeLessThan(slack(covered));
});

test('where phases are stratified, the longest covers at least as much: the figures are cautious', () => {
  const count = 10;
  const share = shareOfTrials(7, (draw) => {
    const times = Array.from({ length: count }, (_unused, index) => quantileMs((index + draw()) / count));
    return Math.max(...times) >= quantileMs(0.95);
  });
  expect(share).toBeGreaterThanOrEqual(coverageOfMaximum(count, 0.95));
});

test.each([3, 10, 59])(
  'a probability of loss above the bound of N = %i would have shown itself in 95 of 100 studies',
  (count) => {
    const bound = lossProbabilityBound(count);
    const share = shareOfTrials(count, (draw) => Array.from({ length: count }, draw).some((each) => each < bound));
    expect(Math.abs(share - 0.95)).toBeLessThan(slack(0.95));
  },
);

test('the ranks are symmetrical, enclose the middle, and are the innermost that are confident enough', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), fc.constantFrom(0.9, 0.95, 0.99), (count, wanted) => {
      const ranks = medianRanks(count, wanted);
      if (ranks === null) {
        expect(1 - 2 ** (1 - count)).toBeLessThan(wanted);
        return;
      }
      expect(ranks.lowerRank + ranks.upperRank).toBe(count + 1);
      expect(ranks.lowerRank).toBeLessThan(ranks.upperRank);
      expect(ranks.confidence).toBeGreaterThanOrEqual(wanted);
      const isTouching = ranks.upperRank - ranks.lowerRank <= 2;
      const narrower = 1 - 2 * probabilityOfAtMost(ranks.lowerRank, count, 0.5);
      expect(isTouching || narrower < wanted).toBe(true);
    }),
    { numRuns: 200 },
  );
});

const histories = fc.array(
  fc.record({
    trueMs: fc.integer({ min: 0, max: 50_000 }),
    off: fc.double({ min: -1, max: 1, noNaN: true }),
    errorMs: fc.integer({ min: 0, max: 500 }),
    isCensored: fc.boolean(),
    seenShare: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 30 },
);

test('whatever the errors and whatever was not seen to end, the true order statistic lies within what is said', () => {
  fc.assert(
    fc.property(histories, fc.nat(), (history, pick) => {
      const rank = (pick % history.length) + 1;
      const times = history.map(({ trueMs, off, errorMs, isCensored, seenShare }) =>
        isCensored
          ? { valueMs: trueMs * seenShare, errorMs: 0, isCensored }
          : { valueMs: trueMs + off * errorMs, errorMs, isCensored },
      );
      const truthMs = history.map((each) => each.trueMs).toSorted((left, right) => left - right)[rank - 1] as number;
      const { valueMs, errorMs, isCensored } = orderStatistic(times, rank);
      expect(truthMs).toBeGreaterThanOrEqual(valueMs - errorMs - 1e-6);
      if (!isCensored) expect(truthMs).toBeLessThanOrEqual(valueMs + errorMs + 1e-6);
    }),
    { numRuns: 500 },
  );
});

const studies = { victims: fc.integer({ min: 1, max: 7 }), seed: fc.nat(), count: fc.integer({ min: 1, max: 120 }) };

test('every victim is hit equally often, give or take one, after any number of repetitions', () => {
  fc.assert(
    fc.property(studies.victims, studies.seed, studies.count, (victims, seed, count) => {
      const hits = Array.from({ length: victims }, () => 0);
      for (let repetition = 1; repetition <= count; repetition += 1)
        hits[spreadOf(repetition, victims, seed).victim]! += 1;
      expect(Math.max(...hits) - Math.min(...hits)).toBeLessThanOrEqual(1);
    }),
  );
});

test('the order of victims is drawn anew each round, so that it keeps step with nothing', () => {
  const orders = Array.from({ length: 20 }, (_unused, round) =>
    [1, 2, 3].map((place) => spreadOf(3 * round + place, 3, 7).victim).join(' '),
  );
  expect(new Set(orders).size).toBeGreaterThan(3);
});

/** The longest stretch of the phase, taken as a circle, in which nothing strikes. */
function widestGap(phases: readonly number[]): number {
  const sorted = phases.toSorted((left, right) => left - right);
  const gaps = sorted.map((phase, index) => (sorted[index + 1] ?? (sorted[0] as number) + 1) - phase);
  return Math.max(...gaps);
}

test('phases leave no wide gap, over all repetitions and over those of each victim', () => {
  fc.assert(
    fc.property(studies.victims, studies.seed, fc.integer({ min: 1, max: 20 }), (victims, seed, rounds) => {
      const all = Array.from({ length: rounds * victims }, (_unused, index) => spreadOf(index + 1, victims, seed));
      expect(all.every(({ phase }) => phase >= 0 && phase < 1)).toBe(true);
      // Evenly laid out they would be 1 ÷ N apart; a golden sequence stays below 2.2 times that (the three gap theorem).
      expect(widestGap(all.map(({ phase }) => phase)) * all.length).toBeLessThan(2.2);
      // A victim has been in every stratum after as many rounds as there are victims.
      const visits = Math.floor(rounds / victims);
      for (let victim = 0; victim < victims && visits > 0; victim += 1) {
        const own = all.filter((each) => each.victim === victim).map(({ phase }) => phase);
        expect(widestGap(own)).toBeLessThan(2.2 / victims);
      }
    }),
  );
});
