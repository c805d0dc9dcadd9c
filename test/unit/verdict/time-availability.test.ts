/** Availability by time beside that by requests: what failed one by one costs no time, and an outage at the peak costs more requests than time. */
import { describe, expect, it } from 'vitest';
import type { ScheduledPhase } from '../../../src/model/plan.js';
import { createGoodput, type Goodput } from '../../../src/verdict/recovery/goodput.js';
import { timeAvailability } from '../../../src/verdict/time-availability.js';
import { planOf } from '../../fixtures/plan.js';

const { phases } = planOf({
  phases: `
    - { name: warmup, for: 10s, rate: 100/s, warmup: true }
    - { name: one, for: 10s, rate: 100/s }
    - { name: two, for: 10s, rate: 100/s }`,
});

describe('availability by time is the share of the measured time that was no outage', () => {
  it.each([
    ['none of it', () => true, 1],
    ['an outage over the border of two phases', outIn(18_000, 22_000), 0.8],
    ['the part of an outage that lies behind the warm-up', outIn(8_000, 11_000), 0.95],
    ['two outages', (atMs: number) => outIn(12_000, 13_000)(atMs) && outIn(22_000, 23_000)(atMs), 0.9],
    ['nothing for payments that fail one by one', (atMs: number) => atMs % 50 !== 0, 1],
    ['everything', outIn(0, 30_000), 0],
  ] as const)('less %s', (_what, isGood, ratio) => {
    expect(timeAvailability(goodputOf(isGood), phases, 30_000)).toBeCloseTo(ratio, 9);
  });

  it('ends where observation did, and is unknown where nothing was observed', () => {
    expect(timeAvailability(goodputOf(outIn(18_000, 30_000)), phases, 20_000)).toBeCloseTo(0.8, 9);
    expect(
      timeAvailability(
        goodputOf(() => true),
        phases,
        9_000,
      ),
    ).toBeNull();
    expect(
      timeAvailability(
        goodputOf(() => true),
        [] as readonly ScheduledPhase[],
        9_000,
      ),
    ).toBeNull();
  });
});

function outIn(fromMs: number, toMs: number): (atMs: number) => boolean {
  return (atMs) => atMs < fromMs || atMs >= toMs;
}

function goodputOf(isGood: (atMs: number) => boolean): Goodput {
  const times = Array.from({ length: 3_000 }, (_each, index) => index * 10);
  return createGoodput({
    count: times.length,
    intendedStartMs: Float64Array.from(times),
    isGood: Uint8Array.from(times, (atMs) => (isGood(atMs) ? 1 : 0)),
  });
}
