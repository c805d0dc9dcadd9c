/** The schedule: arrivals follow the rate, in order, and every shard sees the same ones. */
import { describe, expect, test } from 'vitest';
import { arrivalsIn, offsetAfter } from '../../../src/kit/rate-curve.js';
import type { Plan } from '../../../src/model/plan.js';
import { createArrivalStream } from '../../../src/plan/arrivals.js';
import { arrivalsBetween } from '../../../src/kit/arrivals-between.js';
import { planOf, soundPlan } from '../../fixtures/plan.js';

function arrivalsOf(plan: Plan, shard = 0, shards = 1): readonly { readonly index: number; readonly atMs: number }[] {
  const stream = createArrivalStream(plan, shard, shards);
  const list: { readonly index: number; readonly atMs: number }[] = [];
  while (stream.next()) list.push({ index: stream.index, atMs: stream.intendedStartMs });
  return list;
}

describe('even arrivals', () => {
  test('come in the middle of equal distances', () => {
    const times = arrivalsOf(planOf()).map((arrival) => arrival.atMs);
    expect(times.length).toBe(1_000);
    expect(times.slice(0, 3)).toEqual([5, 15, 25]);
    expect(times.at(-1)).toBeCloseTo(9_995, 6);
  });

  test('follow a ramp exactly: half of its arrivals lie in the last 29 % of a climb from zero', () => {
    const plan = planOf({ phases: '[{ name: climb, for: 10s, rate: 0/s -> 200/s }]' });
    const times = arrivalsOf(plan).map((arrival) => arrival.atMs);
    expect(times.length).toBe(1_000);
    expect(times.filter((atMs) => atMs < 10_000 / Math.SQRT2).length).toBe(500);
  });

  test('leave a pause empty and go on after it', () => {
    const phases =
      '[{ name: a, for: 1s, rate: 10/s }, { name: silence, for: 5s, shape: pause }, { name: b, for: 1s, rate: 10/s }]';
    const times = arrivalsOf(planOf({ phases })).map((arrival) => arrival.atMs);
    expect(times.length).toBe(20);
    expect(times.filter((atMs) => atMs >= 1_000 && atMs < 6_000)).toEqual([]);
  });

  test('of a rate below one still come', () => {
    const plan = planOf({ phases: '[{ name: slow, for: 1m, rate: 3/m }]' });
    expect(arrivalsOf(plan).map((arrival) => Math.round(arrival.atMs))).toEqual([10_000, 30_000, 50_000]);
  });
});

describe('Poisson arrivals', () => {
  test('have gaps whose mean and spread are those of an exponential', () => {
    const plan = planOf({ phases: '[{ name: long, for: 100s, rate: 1k/s }]', keys: '' });
    const poisson: Plan = {
      ...plan,
      scenario: { ...plan.scenario, traffic: { ...plan.scenario.traffic, arrivals: 'poisson' } },
    };
    const times = arrivalsOf(poisson).map((arrival) => arrival.atMs);
    const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    // 100,000 arrivals: three standard errors are 1 %.
    expect(Math.abs(times.length - 100_000)).toBeLessThan(1_000);
    expect(Math.abs(mean - 1)).toBeLessThan(0.01);
    expect(Math.abs(deviation - 1)).toBeLessThan(0.02);
    expect(Math.min(...gaps.slice(0, 1_000))).toBeGreaterThanOrEqual(0);
  });

  test('follow the rate: each phase gets its share', () => {
    const plan = soundPlan();
    const times = arrivalsOf(plan).map((arrival) => arrival.atMs);
    for (const { startMs, endMs } of plan.phases) {
      const expected = arrivalsBetween(plan.segments, startMs, endMs);
      const found = times.filter((atMs) => atMs >= startMs && atMs < endMs).length;
      expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(expected));
    }
  });
});

test('a stream that has ended stays ended', () => {
  const stream = createArrivalStream(soundPlan(), 0, 1);
  while (stream.next());
  const { index, intendedStartMs } = stream;
  expect([stream.next(), stream.next(), stream.index, stream.intendedStartMs]).toEqual([
    false,
    false,
    index,
    intendedStartMs,
  ]);
});

test('the inverse of a rate finds the instant again, also when the slope is tiny', () => {
  for (const toPerSecond of [0, 100, 100.000_000_001, 500]) {
    const segment = { startMs: 0, endMs: 4_000, fromPerSecond: 100, toPerSecond };
    const half = arrivalsIn(segment) / 2;
    const offsetMs = offsetAfter(half, segment);
    const rateThere = 100 + ((toPerSecond - 100) * offsetMs) / 4_000;
    expect(arrivalsIn({ startMs: 0, endMs: offsetMs, fromPerSecond: 100, toPerSecond: rateThere })).toBeCloseTo(
      half,
      8,
    );
  }
});
