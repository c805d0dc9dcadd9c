/** Student's and the normal distribution against the printed tables, and the correction for many questions against its worked example. */
import { describe, expect, it } from 'vitest';
import { holm } from '../../../src/statistics/holm.js';
import { normalTail } from '../../../src/statistics/normal.js';
import { studentQuantile, studentTwoSided } from '../../../src/statistics/student.js';

describe("Student's distribution", () => {
  it.each([
    [12.706, 1],
    [2.776, 4],
    [2.228, 10],
    [2.042, 30],
    [1.98, 120],
  ])('exceeds %d with 5 %% at %d degrees of freedom', (t, freedom) => {
    expect(studentTwoSided(t, freedom)).toBeCloseTo(0.05, 4);
    expect(studentQuantile(0.05, freedom)).toBeCloseTo(t, 2);
  });

  it('knows 1 %, the middle, and degrees of freedom that are no whole number', () => {
    expect(studentTwoSided(3.169, 10)).toBeCloseTo(0.01, 4);
    expect(studentTwoSided(0, 7)).toBe(1);
    expect(studentTwoSided(2.5, 7.5)).toBeGreaterThan(studentTwoSided(2.5, 8));
    expect(studentTwoSided(2.5, 7.5)).toBeLessThan(studentTwoSided(2.5, 7));
  });
});

it("Student's test of nothing over nothing proves nothing, and of something over nothing all", () => {
  expect([studentTwoSided(Number.NaN, 7), studentTwoSided(1, Number.NaN)]).toEqual([1, 1]);
  expect(studentTwoSided(Number.POSITIVE_INFINITY, 7)).toBe(0);
});

describe('the tail of the normal distribution', () => {
  it.each([
    [0, 0.5],
    [1.645, 0.05],
    [1.96, 0.025],
    [3.09, 0.001],
    [-1.96, 0.975],
  ])('above %d is %d', (z, chance) => {
    expect(normalTail(z)).toBeCloseTo(chance, 4);
  });
});

describe('the correction for many questions', () => {
  it('multiplies the smallest by all, the next by one less, and never goes down', () => {
    const corrected = holm(asked(0.01, 0.04, 0.03, 0.005), 0.05);
    expect(corrected.map((each) => Number(each.toFixed(6)))).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  it('leaves a single question as it is', () => {
    expect(holm(asked(0.04), 0.05)).toEqual([0.04]);
  });

  it('does not count what could never have come out', () => {
    const constant = { p: 1, least: 1 };
    const [first, ...others] = holm([{ p: 0.03, least: 0.008 }, constant, constant, constant], 0.05);
    expect(first).toBe(0.03);
    expect(others).toEqual([1, 1, 1]);
  });

  it('counts those that nearly could, when others can', () => {
    const few = { p: 0.03, least: 0.03 };
    expect(holm([few, few, few], 0.05).every((each) => each > 0.05)).toBe(true);
  });
});

function asked(...chances: readonly number[]): { readonly p: number; readonly least: number }[] {
  return chances.map((p) => ({ p, least: 0 }));
}
