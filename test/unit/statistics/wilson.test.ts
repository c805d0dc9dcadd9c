/** The interval of a share, against values that others have published. */
import { expect, it } from 'vitest';
import { wilsonInterval } from '../../../src/statistics/wilson.js';

it.each([
  [5, 10, 0.2366, 0.7634],
  [0, 10, 0, 0.2775],
  [10, 10, 0.7225, 1],
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
])('%i of %i lie between %d and %d', (count, of, low, high) => {
  const [below, above] = wilsonInterval(count, of);
  expect(below).toBeCloseTo(low, 4);
  expect(above).toBeCloseTo(high, 4);
});

it('of nobody nothing is known', () => {
  expect(wilsonInterval(0, 0)).toEqual([0, 1]);
});
