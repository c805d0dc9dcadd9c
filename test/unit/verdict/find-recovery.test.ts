/** The recovery rule on histories whose answer is known by hand. */
import { describe, expect, test } from 'vitest';
import type { Interval } from '../../../src/model/recovery.js';
import { findOutages } from '../../../src/verdict/recovery/find-outages.js';
import { findRecovery, type RecoveryFound } from '../../../src/verdict/recovery/find-recovery.js';
import { createGoodput, type Goodput } from '../../../src/verdict/recovery/goodput.js';

const gapMs = 5;
const toMs = 60_000;

describe('the recovery instant', () => {
  test('is the first good arrival after the outage, exact to an arrival', () => {
    expect(instant([{ fromMs: 1_000, toMs: 3_100 }])).toBe(3_100);
  });

  test('is at once where nobody suffered', () => {
    expect(found(goodputOf([]))).toEqual({ kind: 'recovered', index: 0, isUnhurt: true });
  });

  test('comes after a relapse within the sustained time', () => {
    expect(instant([span(0, 2_000), span(8_000, 8_500)])).toBe(8_500);
  });

  test('comes after an outage that follows later, when no heal lies between', () => {
    expect(instant([span(0, 2_000), span(20_000, 21_000)])).toBe(21_000);
  });

  test('is not moved by an outage that follows a heal', () => {
    expect(instant([span(0, 2_000), span(20_000, 21_000)], [15_000])).toBe(2_000);
  });

  test('is moved by a heal that hurts before the service had been good for long enough', () => {
    expect(instant([span(0, 2_000), span(8_000, 9_000)], [7_000])).toBe(9_000);
  });

  test('is moved by a relapse after a heal that the first customers had waited for', () => {
    expect(instant([span(0, 2_000), span(13_000, 14_000)], [2_600])).toBe(14_000);
    expect(instant([span(0, 2_000), span(13_000, 14_000)], [3_001])).toBe(2_000);
  });

  test('comes after harm that what disturbs does before it is done, however long the calm before it', () => {
    const limping = goodputOf(
      [span(0, 2_000)],
      undefined,
      (index) => index % 2 === 0 && isWithin(index, 20_000, 24_000),
    );
    expect(timeOf(limping, found(limping, { doneMs: 5_000 }))).toBe(2_000);
    expect(timeOf(limping, found(limping, { doneMs: 15_000 }))).toBeCloseTo(24_000, -2);
    expect(timeOf(limping, found(limping, { doneMs: 25_000 }))).toBeCloseTo(24_000, -2);
  });

  test('is only a lower bound while what disturbs is not done, or was not for the sustained time', () => {
    const calm = goodputOf([span(0, 2_000)]);
    expect(found(calm, { doneMs: 50_000 })).toMatchObject({ kind: 'recovered', index: 400 });
    expect(found(calm, { doneMs: 51_000 })).toEqual({ kind: 'too-short', index: 400 });
    expect(found(calm, { doneMs: Number.POSITIVE_INFINITY })).toEqual({ kind: 'too-short', index: 400 });
  });

  test('takes a hundred arrivals, however long the time without a bad one', () => {
    expect(found(everyHalfSecond(120), { untilMs: 60_000 })).toEqual({ kind: 'recovered', index: 20, isUnhurt: false });
    expect(found(everyHalfSecond(119), { untilMs: 59_500 })).toEqual({ kind: 'too-short', index: 20 });
  });

  test('does not count isolated successes at the end of an outage', () => {
    const bad = goodputOf([span(0, 3_000)], (atMs) => atMs === 2_985);
    expect(timeOf(bad, found(bad))).toBe(3_000);
  });

  test('tolerates one bad arrival in a hundred', () => {
    const scattered = goodputOf([span(0, 2_000)], undefined, (index) => index % 150 === 0);
    expect(timeOf(scattered, found(scattered))).toBe(2_000);
  });

  test('is unknown while two bad arrivals in a hundred go on', () => {
    const scattered = goodputOf([], undefined, (index) => index % 50 === 0);
    expect(found(scattered).kind).toBe('not-recovered');
  });

  test('is unknown when the outage lasts to the end', () => {
    expect(found(goodputOf([span(1_000, toMs)])).kind).toBe('not-recovered');
  });

  test('is only a lower bound when observation ends within the sustained time', () => {
    const late = goodputOf([span(0, 55_000)]);
    expect(found(late).kind).toBe('too-short');
    expect(timeOf(late, found(late))).toBe(55_000);
  });
});

describe('an outage', () => {
  test('is as wide as the stall', () => {
    expect(outages([span(10_000, 12_100)])).toEqual([span(10_000, 12_100)]);
  });

  test('is not ended by an isolated success', () => {
    const one = goodputOf([span(10_000, 14_000)], (atMs) => atMs === 12_000);
    expect(findOutages(one, span(0, toMs))).toEqual([span(10_000, 14_000)]);
  });

  test('is counted once each time payments stop', () => {
    expect(outages([span(1_000, 2_000), span(3_000, 3_200)])).toHaveLength(2);
  });

  test('is more than a hiccup of nine arrivals', () => {
    expect(outages([span(1_000, 1_000 + 9 * gapMs)])).toEqual([]);
  });

  test('ends with the observed time when it did not end before', () => {
    expect(outages([span(59_000, toMs)])).toEqual([span(59_000, toMs)]);
  });
});

function span(fromMs: number, until: number): Interval {
  return { fromMs, toMs: until };
}

function goodputOf(
  bad: readonly Interval[],
  isGoodAllTheSame: (atMs: number) => boolean = () => false,
  isBadAllTheSame: (index: number) => boolean = () => false,
): Goodput {
  const times = Array.from({ length: toMs / gapMs }, (_each, index) => index * gapMs);
  const isGood = times.map((atMs, index) => {
    const isBad = bad.some((each) => atMs >= each.fromMs && atMs < each.toMs) || isBadAllTheSame(index);
    return !isBad || isGoodAllTheSame(atMs) ? 1 : 0;
  });
  return createGoodput({
    count: times.length,
    intendedStartMs: Float64Array.from(times),
    isGood: Uint8Array.from(isGood),
  });
}

/** Two a second, of which those of the first ten seconds failed. */
function everyHalfSecond(count: number): Goodput {
  const times = Array.from({ length: count }, (_each, index) => index * 500);
  const isGood = Uint8Array.from(times, (atMs) => (atMs < 10_000 ? 0 : 1));
  return createGoodput({ count, intendedStartMs: Float64Array.from(times), isGood });
}

interface Times {
  readonly healsMs?: readonly number[];
  readonly untilMs?: number;
  readonly doneMs?: number;
}

function isWithin(index: number, fromMs: number, until: number): boolean {
  return index * gapMs >= fromMs && index * gapMs < until;
}

function found(goodput: Goodput, { healsMs = [], untilMs = toMs, doneMs = 0 }: Times = {}): RecoveryFound {
  const outagesSeen = findOutages(goodput, span(0, untilMs));
  return findRecovery({
    goodput,
    fromMs: 0,
    doneMs,
    toMs: untilMs,
    healsMs,
    deadlineMs: 1_000,
    sustainedMs: 10_000,
    baselineRatio: 1,
    outages: outagesSeen,
  });
}

function timeOf(goodput: Goodput, result: RecoveryFound): number | undefined {
  return result.kind === 'not-recovered' ? undefined : goodput.timeMs[result.index];
}

function instant(bad: readonly Interval[], healsMs: readonly number[] = []): number | undefined {
  const goodput = goodputOf(bad);
  const result = found(goodput, { healsMs });
  return result.kind === 'recovered' ? timeOf(goodput, result) : undefined;
}

function outages(bad: readonly Interval[]): readonly Interval[] {
  return findOutages(goodputOf(bad), span(0, toMs));
}
