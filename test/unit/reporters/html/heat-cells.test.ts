import { describe, expect, it } from 'vitest';
import { classesOf, classOf, columnsIn } from '../../../../src/catalog/reporters/html/browser/heat-cells.js';
import { cellWords, columnWords } from '../../../../src/catalog/reporters/html/browser/heat-words.js';
import type { HeatMap } from '../../../../src/model/heat-map.js';

const map: HeatMap = {
  columnMs: 1_000,
  edgesMs: [1, 10, 100, 1_000],
  answers: [[5], [4, 1], [], [3, 0, 2]],
  unanswered: [0, 1, 9, 0],
};
const whole = { fromMs: 0, toMs: 4_000 };

describe('the columns of a window', () => {
  it('are those of the record where there is room', () => {
    expect(columnsIn(map, whole, 400).map(({ fromMs, answers }) => [fromMs, answers])).toEqual([
      [0, [5]],
      [1_000, [4, 1]],
      [2_000, []],
      [3_000, [3, 0, 2]],
    ]);
  });

  it('are added up where they would be too thin, and nothing of them is lost', () => {
    expect(columnsIn(map, whole, 4)).toEqual([
      { fromMs: 0, toMs: 2_000, answers: [9, 1], unanswered: 1 },
      { fromMs: 2_000, toMs: 4_000, answers: [3, 0, 2], unanswered: 9 },
    ]);
  });

  it('are only those that the window touches', () => {
    expect(columnsIn(map, { fromMs: 1_500, toMs: 2_500 }, 400).map(({ fromMs }) => fromMs)).toEqual([1_000, 2_000]);
  });
});

describe('the classes of counts', () => {
  it.each([
    [5, [1, 2, 5]],
    [60, [1, 2, 5, 10, 20, 50]],
    [700, [1, 3, 10, 30, 100, 300]],
    [400_000, [1, 10, 100, 1_000, 10_000, 100_000]],
  ])('for cells of at most %i are %j', (highest, classes) => {
    expect(classesOf({ ...map, answers: [[highest]] }, 7)).toEqual(classes);
  });

  it('hold every count that is there', () => {
    expect([0, 1, 4, 5, 99].map((count) => classOf(count, [1, 2, 5]))).toEqual([-1, 0, 1, 2, 2]);
  });
});

describe('in words', () => {
  const [first, , stalled, last] = columnsIn(map, whole, 400);

  it('a column tells where most answers lie, where the slowest do, and who got none', () => {
    expect(columnWords(map, last!)).toBe(
      'most answers in 1 ms to 10 ms, slowest in 100 ms to 1 s, 0 without an answer',
    );
    expect(columnWords(map, stalled!)).toBe('nobody was answered, 9 without an answer');
    expect(columnWords(map, { ...stalled!, unanswered: 0 })).toBe('nothing was due');
  });

  it('a cell tells its row and its count', () => {
    expect(cellWords(map, first!, 0)).toBe('1 ms to 10 ms: 5 answers');
    expect(cellWords(map, first!, 2)).toBe('100 ms to 1 s: 0 answers');
  });
});
