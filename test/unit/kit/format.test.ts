import { describe, expect, it } from 'vitest';
import {
  formatClock,
  formatCount,
  formatDuration,
  formatMeasured,
  formatMoney,
  formatPercent,
  formatRatio,
  formatWithError,
} from '../../../src/kit/format.js';

describe('formatted numbers', () => {
  it('separate thousands and keep the sign', () => {
    expect([0, 999, 1_000, 48_211, 1_234_567, -1_000].map(formatCount)).toEqual([
      '0',
      '999',
      '1,000',
      '48,211',
      '1,234,567',
      '−1,000',
    ]);
    expect(formatMoney(6_180_400)).toBe('6,180,400 minor units');
  });

  it('show a dash for what was not measured', () => {
    expect([formatCount(null), formatDuration(null), formatPercent(Number.NaN), formatMeasured(null)]).toEqual([
      '–',
      '–',
      '–',
      '–',
    ]);
  });

  it('choose the unit of a duration by its size', () => {
    expect([0.84, 38, 999.7, 2_100, 59_970, 65_000, 3_720_000].map(formatDuration)).toEqual([
      '0.84 ms',
      '38 ms',
      '1 s',
      '2.1 s',
      '1 min 00 s',
      '1 min 05 s',
      '1 h 02 min',
    ]);
  });

  it('give a measured time no more digits than its error allows', () => {
    expect(formatMeasured({ valueMs: 2_104, errorMs: 31, isCensored: false })).toBe('2.10 ± 0.03 s');
    expect(formatMeasured({ valueMs: 19_204, errorMs: 500, isCensored: false })).toBe('19.2 ± 0.5 s');
    expect(formatMeasured({ valueMs: 640, errorMs: 30, isCensored: false })).toBe('640 ± 30 ms');
    expect(formatMeasured({ valueMs: 22.4, errorMs: 0.2, isCensored: false })).toBe('22 ± 1 ms');
  });

  it('give an answer as many places of a millisecond as were asked for, and its error allows', () => {
    expect(formatWithError(3.14, 0.2, 2)).toBe('3.1 ± 0.2 ms');
    expect(formatWithError(3.14159, 0.012, 2)).toBe('3.14 ± 0.01 ms');
    expect(formatWithError(126.4, 18, 2)).toBe('126 ± 18 ms');
    expect(formatWithError(1_240, 60, 2)).toBe('1.24 ± 0.06 s');
  });

  it('give a share the error of the interval that it lies in, and an exact one none', () => {
    expect(formatRatio(0.97, [0.9661, 0.9732])).toBe('97.0 ± 0.4 %');
    expect(formatRatio(0.99987, [0.9997, 0.9999])).toBe('99.99 ± 0.02 %');
    expect(formatRatio(1, [0.9996, 1])).toBe('100 %');
  });

  it('never print a censored time as a plain number', () => {
    expect(formatMeasured({ valueMs: 42_000, errorMs: 30, isCensored: true })).toBe('≥ 42 s');
  });

  it('keep the nines of a percentage apart from a hundred', () => {
    expect([1, 0.9999, 0.99987, 0.5, 0].map(formatPercent)).toEqual(['100 %', '99.99 %', '99.987 %', '50 %', '0 %']);
  });

  it('write positions as minutes and seconds', () => {
    expect([
      formatClock(0),
      formatClock(65_000),
      formatClock(42_150, 3),
      formatClock(-500, 1),
      formatClock(-20, 1),
      formatClock(3_605_000),
      formatClock(59_999),
    ]).toEqual(['0:00', '1:05', '0:42.150', '−0:00.5', '0:00.0', '1:00:05', '1:00']);
  });
});
