import { describe, expect, it } from 'vitest';
import { minMaxPoints, peakPoints, stackPoints } from '../../../../src/catalog/reporters/html/browser/decimate.js';

const count = 7_200;
const columns = { stepMs: 500, startMs: 0, count, get: () => [] };
const hour = { fromMs: 0, toMs: 3_600_000, buckets: 900 };

describe('decimation of an hour', () => {
  it('keeps an outage of three seconds, with its true edges', () => {
    const values = Array.from({ length: count }, (_unused, index) =>
      index >= 3_001 && index < 3_007 ? 0 : 500 + (index % 7),
    );
    const points = minMaxPoints(columns, values, hour);
    const zeros = points.filter(({ y }) => y === 0).map(({ x }) => x);
    expect(Math.min(...zeros)).toBe(3_001 * 500);
    expect(points.length).toBeLessThan(900 * 4);
  });

  it('keeps a single missing value as a gap', () => {
    const values = Array.from({ length: count }, (_unused, index) => (index === 4_444 ? null : 20));
    expect(minMaxPoints(columns, values, hour).filter(({ y }) => y === null)).toEqual([{ x: 4_444 * 500, y: null }]);
  });

  it('lets the value before a gap hold to the end of its step', () => {
    const values = Array.from({ length: count }, (_unused, index) => (index === 4_444 ? null : 20));
    const points = minMaxPoints(columns, values, { fromMs: 2_220_000, toMs: 2_224_000, buckets: 900 });
    const gap = points.findIndex(({ y }) => y === null);
    expect(points[gap - 1]).toEqual({ x: 4_444 * 500, y: 20 });
  });

  it('leaves every step as it is when there is room for all', () => {
    const values = Array.from({ length: count }, (_unused, index) => index);
    const points = minMaxPoints(columns, values, { fromMs: 10_000, toMs: 20_000, buckets: 900 });
    expect(points.map(({ y }) => y)).toEqual([...Array.from({ length: 23 }, (_unused, index) => 19 + index), 41]);
  });

  it('keeps the peak of a stacked series and gives each value both edges', () => {
    const values = Array.from({ length: count }, (_unused, index) => (index === 5_000 ? 99 : 0));
    const peaks = peakPoints(columns, values, hour).filter(({ y }) => y === 99);
    expect(peaks).toHaveLength(2);
    expect(peaks[0]!.x).toBeLessThanOrEqual(5_000 * 500);
    expect(peaks[1]!.x).toBeGreaterThan(5_000 * 500);
  });
});

it('stacked values lie on those below, and a hidden series adds nothing', () => {
  const lists = [1, 2, 4].map((y) => [{ x: 0, y }]);
  expect(stackPoints(lists, () => true).map(([point]) => point!.y)).toEqual([1, 3, 7]);
  expect(stackPoints(lists, (index) => index !== 1).map(([point]) => point!.y)).toEqual([1, 1, 5]);
});
