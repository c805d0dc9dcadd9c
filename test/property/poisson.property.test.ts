/**
 * What makes random arrivals a Poisson process, tested on fixed seeds, whatever the rate does. Measured on the time scale on which the rate is one
 * per unit (the integral of the rate), counts in equal windows must scatter as much as their mean, and gaps must be exponential.
 */
import { describe, expect, test } from 'vitest';
import { arrivalsIn, rateAt } from '../../src/kit/rate-curve.js';
import type { Plan } from '../../src/model/plan.js';
import { createArrivalStream } from '../../src/plan/arrivals.js';
import { planOf } from '../fixtures/plan.js';

const seeds = [1, 42, 2507];
const stories = {
  'a day with waves':
    '[{ name: a, for: 60s, rate: [{ shape: diurnal, base: 50/s, peak: 900/s }, { shape: pulse-train, base: 0/s, peak: 2k/s, every: 7s, width: 1s }] }]',
  'a herd, a pause and a spike':
    '[{ name: a, for: 20s, shape: thundering-herd, base: 100/s, peak: 5k/s }, { name: b, for: 3s, shape: pause }, { name: c, for: 20s, shape: midnight-spike, base: 100/s, peak: 4k/s, decay: 3s }]',
};

/** Integral of the rate up to each arrival. */
function rescaledTimes(phases: string, seed: number): readonly number[] {
  const even = planOf({ phases, keys: `seed: ${seed}` });
  const { segments, scenario } = even;
  const plan: Plan = { ...even, scenario: { ...scenario, traffic: { ...scenario.traffic, arrivals: 'poisson' } } };
  const stream = createArrivalStream(plan, 0, 1);
  const times: number[] = [];
  let [at, before] = [0, 0];
  while (stream.next()) {
    const dueMs = stream.intendedStartMs;
    for (; dueMs >= (segments[at]?.endMs ?? Infinity); at += 1) before += arrivalsIn(segments[at] as Segment);
    const segment = segments[at] as Segment;
    times.push(before + arrivalsIn({ ...segment, endMs: dueMs, toPerSecond: rateAt(segment, dueMs) }));
  }
  return times;
}

type Segment = Plan['segments'][number];

describe.each(Object.entries(stories))('%s', (_story, phases) => {
  test.each(seeds)('counts scatter as much as their mean, seed %i', (seed) => {
    const times = rescaledTimes(phases, seed);
    const width = 20;
    const counts = Array.from({ length: Math.floor((times.at(-1) ?? 0) / width) }, () => 0);
    for (const time of times) {
      const window = Math.floor(time / width);
      if (window < counts.length) counts[window] = (counts[window] as number) + 1;
    }
    expect(counts.length).toBeGreaterThan(500);
    const dispersion = counts.reduce((sum, count) => sum + (count - width) ** 2, 0) / width / counts.length;
    // About normal around 1 with variance (2 + 1 / width) / n: beyond 4.5 deviations, a Poisson process is found 7 times in a million.
    expect(Math.abs(dispersion - 1)).toBeLessThan(4.5 * Math.sqrt((2 + 1 / width) / counts.length));
  });

  test.each(seeds)('gaps are exponential, seed %i', (seed) => {
    const times = rescaledTimes(phases, seed);
    const gaps = times.map((time, index) => time - (times[index - 1] ?? 0)).toSorted((left, right) => left - right);
    const distances = gaps.flatMap((gap, index) => {
      const share = 1 - Math.exp(-gap);
      return [Math.abs(share - index / gaps.length), Math.abs(share - (index + 1) / gaps.length)];
    });
    // Kolmogorov and Smirnov: 2 · exp(-2 · 2.5²) is 7 in a million.
    expect(Math.max(...distances) * Math.sqrt(gaps.length)).toBeLessThan(2.5);
  });
});
