/** How exactly an instant is known from arrivals: to the gap between them, and to the whole pause when there was one. */
import { describe, expect, it } from 'vitest';
import { createGoodput, type Goodput } from '../../../src/verdict/recovery/goodput.js';
import { arrivalResolutionMs } from '../../../src/verdict/recovery/resolution.js';

describe('an instant told by arrivals', () => {
  it('is known to the mean gap of even ones, and to three of Poisson ones', () => {
    const steady = arrivalsAt(0, 20_000);
    expect(arrivalResolutionMs(steady, 10_000, 'even')).toBeCloseTo(10, 1);
    expect(arrivalResolutionMs(steady, 10_000, 'poisson')).toBeCloseTo(30, 1);
  });

  it('is known no better than the pause of the traffic before it', () => {
    const paused = arrivalsAt(0, 8_000, 10_000, 20_000);
    expect(arrivalResolutionMs(paused, 10_000, 'even')).toBe(2_010);
    expect(arrivalResolutionMs(paused, 10_000, 'poisson')).toBe(2_010);
    expect(arrivalResolutionMs(paused, 10_010, 'even')).toBeLessThan(15);
  });

  it('needs no arrival before it', () => {
    expect(arrivalResolutionMs(arrivalsAt(0, 20_000), 0, 'even')).toBeCloseTo(10, 1);
  });
});

/** A hundred a second, in stretches from and to. */
function arrivalsAt(...edgesMs: readonly number[]): Goodput {
  const times: number[] = [];
  for (let edge = 0; edge < edgesMs.length; edge += 2) {
    for (let atMs = edgesMs[edge] as number; atMs < (edgesMs[edge + 1] as number); atMs += 10) times.push(atMs);
  }
  const isGood = new Uint8Array(times.length).fill(1);
  return createGoodput({ count: times.length, intendedStartMs: Float64Array.from(times), isGood });
}
