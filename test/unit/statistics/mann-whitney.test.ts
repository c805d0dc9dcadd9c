/** The rank test against a published example, against every arrangement counted by hand, and against itself where it approximates. */
import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { mannWhitney } from '../../../src/statistics/mann-whitney.js';

/** Permeability of the human chorioamnion at term and at 12 to 26 weeks: M. Hollander and D. A. Wolfe, Nonparametric Statistical Methods, 1973, page 69. */
const atTerm = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const earlier = [1.15, 0.88, 0.9, 0.74, 1.21];

describe('the Mann–Whitney test', () => {
  it('finds what the textbook has', () => {
    const found = mannWhitney(earlier, atTerm);
    expect(found.u).toBe(35);
    expect(found.pHigher).toBeCloseTo(0.1272, 4);
    expect(found.pTwoSided).toBeCloseTo(0.2544, 4);
  });

  it('knows how little five runs on each side can come to', () => {
    const found = mannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]);
    expect(found.pTwoSided).toBeCloseTo(2 / 252, 12);
    expect(found.pTwoSidedMin).toBe(found.pTwoSided);
    expect(found.pLower).toBe(1);
  });

  it('finds nothing in values that are all the same', () => {
    for (const size of [5, 40])
      expect(mannWhitney(Array(size).fill(7), Array(size).fill(7))).toMatchObject({ pTwoSided: 1, pTwoSidedMin: 1 });
  });

  it('comes close to the exact chance where it approximates', () => {
    const first = Array.from({ length: 30 }, (_each, index) => (index * 37) % 101);
    const second = Array.from({ length: 30 }, (_each, index) => 13 + ((index * 53) % 101));
    const exact = mannWhitney(first, second);
    const approximate = mannWhitney([...first, 57], [...second, 57]);
    expect([exact.isExact, approximate.isExact]).toEqual([true, false]);
    expect(Math.abs(exact.pTwoSided - approximate.pTwoSided)).toBeLessThan(0.03);
  });
});

const few = array(integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 });

test('with ties too, each chance is that of all arrangements counted one by one', () => {
  assert(
    property(few, few, (first, second) => {
      const found = mannWhitney(first, second);
      const pooled = [...first, ...second];
      const middle = (first.length * second.length) / 2;
      const all = choices(pooled.length, second.length).map((chosen) => {
        const rest = pooled.filter((_value, index) => !chosen.includes(index));
        return pairsAbove(
          rest,
          chosen.map((index) => pooled[index] as number),
        );
      });
      const own = pairsAbove(first, second);
      const share = (isCounted: (u: number) => boolean): number => all.filter(isCounted).length / all.length;
      expect(found.u).toBe(own);
      expect(found.pHigher).toBeCloseTo(
        share((u) => u >= own),
        9,
      );
      expect(found.pLower).toBeCloseTo(
        share((u) => u <= own),
        9,
      );
      expect(found.pTwoSided).toBeCloseTo(
        share((u) => Math.abs(u - middle) >= Math.abs(own - middle)),
        9,
      );
      expect(found.pTwoSidedMin).toBeLessThanOrEqual(found.pTwoSided);
    }),
  );
});

function pairsAbove(first: readonly number[], second: readonly number[]): number {
  return second
    .flatMap((after) => first.map((before) => (after > before ? 1 : after === before ? 0.5 : 0)))
    .reduce<number>((sum, each) => sum + each, 0);
}

/** Every way to choose so many of the first `count` numbers. */
function choices(count: number, size: number, from = 0): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return Array.from({ length: Math.max(0, count - from) }, (_each, index) => from + index).flatMap((first) =>
    choices(count, size - 1, first + 1).map((rest) => [first, ...rest]),
  );
}
