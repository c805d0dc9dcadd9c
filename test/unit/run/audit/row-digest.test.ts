/** Digests of rows: equal for the same rows in any order, and different as soon as one value of one row is. */
import { describe, expect, it } from 'vitest';
import { RowDigest, type RowValues } from '../../../../src/run/audit/row-digest.js';

const rows: readonly RowValues[] = [
  [30_064_771_072, 'transfer', 500, null],
  [30_064_771_073, 'top-up', -500, 'posted'],
  [30_064_771_074, '', 0, null],
];

it('the order of rows does not matter', () => {
  expect(digestOf(rows.toReversed())).toBe(digestOf(rows));
});

describe('a digest changes with', () => {
  it.each<[string, RowValues]>([
    ['the first column', [30_064_771_075, 'transfer', 500, null]],
    ['the second column', [30_064_771_072, 'transfes', 500, null]],
    ['the third column', [30_064_771_072, 'transfer', 501, null]],
    ['the last column', [30_064_771_072, 'transfer', 500, '']],
    ['a sign', [30_064_771_072, 'transfer', -500, null]],
    ['the upper half of a large number', [30_064_771_072 + 2 ** 32, 'transfer', 500, null]],
    ['zero in place of nothing', [30_064_771_072, 'transfer', 500, 0]],
    ['a column that is missing', [30_064_771_072, 'transfer', 500]],
    ['two columns that changed places', [30_064_771_072, 'transfer', null, 500]],
    ['letters that changed places', [30_064_771_072, 'tarnsfer', 500, null]],
  ])('%s', (_what, row) => {
    expect(digestOf([row, ...rows.slice(1)])).not.toBe(digestOf(rows));
  });

  it('a row more, a row less and a row twice', () => {
    const digests = [rows, rows.slice(1), [...rows, ...rows.slice(0, 1)], []].map(digestOf);
    expect(new Set(digests).size).toBe(4);
  });

  it('values of the same column that two rows exchanged', () => {
    const exchanged = [
      [1, 'a', 20],
      [2, 'b', 10],
    ];
    expect(digestOf(exchanged)).not.toBe(
      digestOf([
        [1, 'a', 10],
        [2, 'b', 20],
      ]),
    );
  });
});

function digestOf(all: readonly RowValues[]): string {
  const digest = new RowDigest();
  for (const row of all) digest.add(row);
  return digest.text();
}
