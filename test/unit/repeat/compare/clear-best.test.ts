/** One of several figures is the best where errors leave no doubt of it. */
import { describe, expect, it } from 'vitest';
import { clearBest, possibleBest, type Range } from '../../../../src/repeat/compare/clear-best.js';

describe('the best of several', () => {
  it.each<readonly [string, readonly (Range | null)[], number | null]>([
    [
      'lies below all others',
      [
        [9, 11],
        [1, 2],
        [3, 4],
      ],
      1,
    ],
    [
      'is none where the next reaches into it',
      [
        [9, 11],
        [1, 3],
        [3, 4],
      ],
      null,
    ],
    [
      'is none of equals',
      [
        [0, 0],
        [0, 0],
      ],
      null,
    ],
    [
      'may be exact',
      [
        [0, 0],
        [1, 2],
      ],
      0,
    ],
    ['is none beside one that nobody knows', [[1, 2], null], null],
    ['is none of one', [[1, 2]], null],
    [
      'is not what may have no end',
      [
        [1, Infinity],
        [3, 4],
      ],
      null,
    ],
  ])('%s', (_how, ranges, best) => {
    expect(clearBest(ranges, 'least')).toBe(best);
  });

  it('lies above all others where more is better', () => {
    expect(
      clearBest(
        [
          [9, 11],
          [1, 2],
          [3, 4],
        ],
        'most',
      ),
    ).toBe(0);
    expect(
      clearBest(
        [
          [3, 5],
          [1, 2],
          [4, 6],
        ],
        'most',
      ),
    ).toBeNull();
  });
});

it('those that may be the best are all that none is surely better than', () => {
  expect(
    possibleBest(
      [
        [1, 3],
        [9, 11],
        [2, 4],
      ],
      'least',
    ),
  ).toEqual([0, 2]);
  expect(
    possibleBest(
      [
        [1, 3],
        [9, 11],
        [2, 4],
      ],
      'most',
    ),
  ).toEqual([1]);
  expect(possibleBest([[1, 3], null], 'least')).toEqual([0, 1]);
});
