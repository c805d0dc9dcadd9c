/** What is said of two nodes whose digests differ. */
import { beforeEach, expect, it } from 'vitest';
import { RowComparison } from '../../../../src/run/audit/row-comparison.js';

let comparison: RowComparison;
beforeEach(() => {
  comparison = new RowComparison('db-1', 'db-2');
});

it('every row that only one of them has, or that holds something else, is counted and named', () => {
  const mine = new Map([
    ['account 1', '10'],
    ['account 2', '20'],
    ['account 3', '30'],
  ]);
  const theirs = new Map([
    ['account 1', '10'],
    ['account 2', '21'],
    ['account 4', '40'],
  ]);
  comparison.compare(mine, theirs);
  expect(comparison.result()).toEqual({
    rows: 3,
    examples: ['account 2: 20 on db-1, 21 on db-2', 'account 3: only on db-1', 'account 4: only on db-2'],
  });
});

it('a difference that cannot be named any more is still one', () => {
  const same = new Map([['account 1', '10']]);
  comparison.compare(same, same);
  expect(comparison.result()).toMatchObject({ rows: 1, examples: [expect.stringContaining('no row can be named')] });
});

it('pieces add up, and only the first rows are named', () => {
  for (let piece = 0; piece < 3; piece += 1) {
    comparison.compare(new Map(Array.from({ length: 10 }, (_each, row) => [`event ${piece}-${row}`, ''])), new Map());
  }
  expect(comparison.result().rows).toBe(30);
  expect(comparison.result().examples).toHaveLength(20);
});
