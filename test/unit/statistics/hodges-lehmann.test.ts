/** The shift and its interval against a published example, and against what the interval promises. */
import { describe, expect, it } from 'vitest';
import { createUniformStream } from '../../../src/kit/random.js';
import { hodgesLehmann } from '../../../src/statistics/hodges-lehmann.js';

describe('the shift between two groups', () => {
  it('is that of the textbook, with its interval', () => {
    // M. Hollander and D. A. Wolfe, 1973, page 69, as for the rank test.
    const { shift, interval } = hodgesLehmann(
      [1.15, 0.88, 0.9, 0.74, 1.21],
      [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],
    );
    expect(shift).toBeCloseTo(0.305, 9);
    expect(interval?.map((edge) => Math.round(edge * 100) / 100)).toEqual([-0.15, 0.76]);
  });

  it('has no interval when there are too few runs for any', () => {
    expect(hodgesLehmann([1, 2, 3], [4, 5, 6])).toEqual({ shift: 3, interval: null });
    expect(hodgesLehmann([1, 2, 3, 4], [5, 6, 7, 8]).interval).toEqual([1, 7]);
  });

  it.each([101, 520])('has an interval around it in groups of %d', (count) => {
    const first = Array.from({ length: count }, (_each, index) => index / count);
    const [low = Number.NaN, high = Number.NaN] =
      hodgesLehmann(
        first,
        first.map((value) => value + 2),
      ).interval ?? [];
    expect(low).toBeGreaterThan(1.8);
    expect(low).toBeLessThan(2);
    expect(high).toBeCloseTo(4 - low, 6);
  });

  it('lies within its interval in at least 95 of 100 samples', () => {
    const unit = createUniformStream(3, 'shift');
    const draw = (by: number): number[] => Array.from({ length: 6 }, () => unit() ** 3 * 10 + by);
    const trials = 1_000;
    const covered = Array.from({ length: trials }, () => hodgesLehmann(draw(0), draw(4)).interval).filter(
      (interval) => interval !== null && interval[0] <= 4 && interval[1] >= 4,
    );
    expect(covered.length / trials).toBeGreaterThan(0.95);
  });
});
