/** Where a curve of response times bends up, and when nothing may be said of it. */
import { describe, expect, it } from 'vitest';
import { findKnee, type CurvePoint } from '../../../../src/repeat/peak/find-knee.js';

const curve = (...points: readonly (readonly [rate: number, p99: number])[]): readonly CurvePoint[] =>
  points.map(([ratePerSecond, responseTimeMsP99]) => ({ ratePerSecond, responseTimeMsP99 }));

describe('the knee', () => {
  it('is the last rate before waiting takes over', () => {
    expect(findKnee(curve([200, 5], [400, 6], [800, 9], [1_200, 400], [1_600, 1_000]))).toBe(800);
  });

  it('of a queue at one server lies where the hyperbola turns', () => {
    const capacity = 1_000;
    const rates = Array.from({ length: 19 }, (_unused, index) => 50 * (index + 1));
    const knee = findKnee(curve(...rates.map((rate) => [rate, 1_000 / (capacity - rate)] as const)));
    // With x in [0.05, 0.95], the distance from the chord is greatest where 1 / (1 - x) has its slope: at 1 - √0.0475.
    expect(knee).toBe(800);
  });

  it('is the same in any order, and with one rate tried twice', () => {
    const points = curve([1_600, 1_000], [800, 9], [200, 5], [800, 11], [400, 6], [1_200, 400]);
    expect(findKnee(points)).toBe(800);
  });

  it('is not taken for the luck of a target that is asked for more than it can do', () => {
    const noisy = curve(
      [500, 13],
      [1_000, 88],
      [1_080, 634],
      [1_350, 1_020],
      [1_500, 500],
      [1_750, 532],
      [2_000, 1_040],
    );
    expect(findKnee(noisy)).toBe(1_000);
  });
});

describe('no knee', () => {
  it.each([
    ['of fewer than four rates', curve([200, 5], [400, 5], [800, 1_000])],
    ['of one rate four times', curve([200, 5], [200, 6], [200, 5], [200, 900])],
    ['on a straight line', curve([100, 10], [200, 20], [300, 30], [400, 40], [500, 50])],
    ['on a flat curve with noise', curve([100, 5], [200, 5.2], [300, 4.9], [400, 5.1], [500, 6])],
    ['on a curve without any difference', curve([100, 5], [200, 5], [300, 5], [400, 5])],
    ['where the curve only levels off', curve([100, 10], [200, 400], [300, 480], [400, 500])],
    ['without points', []],
  ])('is seen %s', (_where, points) => {
    expect(findKnee(points)).toBeNull();
  });
});
