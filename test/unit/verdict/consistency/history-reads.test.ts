/** What the operation `history` finds wrong: it reads one account twice in one transaction, its balance and what its latest entry says, and both must be of the same payment. */
import { describe, expect, test } from 'vitest';
import type { Access } from '../../../../src/model/history.js';
import { committed, kindsIn, saw, updated } from '../../../fixtures/history.js';

describe('a wallet of which the balance', () => {
  const paid = [committed(1, [0, 10], updated(1, 1)), committed(2, [20, 30], updated(1, 2))];

  test('is what the latest entry left shows nothing', () => {
    expect(kindsIn(...paid, committed(3, [40, 50], saw(1, 2), saw(1, 2)))).toEqual([]);
    expect(kindsIn(committed(3, [40, 50], saw(7, 0), saw(7, 0, Number.NaN)))).toEqual([]);
  });

  test.each<[string, readonly Access[], string]>([
    ['is ahead of its entries', [saw(1, 2), saw(1, 1)], 'OTV'],
    ['has no entry at all', [saw(1, 2), saw(1, 0, Number.NaN)], 'fractured-read'],
    ['is behind its entries', [saw(1, 1), saw(1, 2)], 'fractured-read'],
    ['is another than the entry of its version says', [saw(1, 2), saw(1, 2, 170)], 'unexplained-read'],
  ])('%s is told as more than a read of the past', (_what, accesses, kind) => {
    expect(kindsIn(...paid, committed(3, [40, 50], ...accesses))).toContain(kind);
  });
});
