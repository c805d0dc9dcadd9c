/** The figures of the definitions, and those that follow from them. */
import { describe, expect, it } from 'vitest';
import { coverageOfMaximum, eventsToCover, lossProbabilityBound } from '../../../../src/verdict/evidence/coverage.js';
import { formatShare, gradeEvidence } from '../../../../src/verdict/evidence/grade-evidence.js';

describe('what a number of fault events bounds', () => {
  it.each([
    [9, 0.95, 0.37],
    [59, 0.95, 0.95],
    [29, 0.9, 0.95],
    [10, 0.95, 0.4],
    [10, 0.9, 0.65],
    [0, 0.95, 0],
  ])('the longest of %i covers the quantile %f with about %f', (count, quantile, expected) => {
    expect(coverageOfMaximum(count, quantile)).toBeCloseTo(expected, 2);
  });

  it.each([
    [0.95, 0.95, 59],
    [0.9, 0.95, 29],
    [0.99, 0.95, 299],
    [0.5, 0.75, 2],
  ])('covering the quantile %f with %f takes %i events', (quantile, confidence, expected) => {
    expect(eventsToCover(quantile, confidence)).toBe(expected);
    expect(coverageOfMaximum(expected, quantile)).toBeGreaterThanOrEqual(confidence);
    expect(coverageOfMaximum(expected - 1, quantile)).toBeLessThan(confidence);
  });

  it.each([
    [1, '95 %'],
    [10, '25.9 %'],
    [30, '9.5 %'],
    [59, '5 %'],
  ])('no loss in %i fault events bounds its probability below %s', (count, expected) => {
    expect(formatShare(lossProbabilityBound(count))).toBe(expected);
  });

  it('no event bounds nothing', () => {
    expect(lossProbabilityBound(0)).toBe(1);
  });

  it('what is not certain is not printed as 100 %', () => {
    expect(formatShare(coverageOfMaximum(299, 0.9))).toBe('over 99.9 %');
    expect(formatShare(1)).toBe('100 %');
  });
});

describe('the grade', () => {
  it.each([
    [0, 'none'],
    [1, 'smoke'],
    [4, 'smoke'],
    [5, 'smoke'],
    [9, 'smoke'],
    [10, 'gate'],
    [58, 'gate'],
    [59, 'audit'],
  ])('%i fault events make the grade %s', (count, grade) => {
    expect(gradeEvidence(count)).toMatchObject({ grade, faultEvents: count });
  });

  it.each([
    [0, 'none'],
    [1, 'smoke'],
    [9, 'smoke'],
  ])('of 10 fault events with %i measured recoveries is %s: it is printed beside recovery times', (measured, grade) => {
    expect(gradeEvidence(10, measured)).toMatchObject({ grade, faultEvents: 10 });
  });

  it('says what is missing to the next one, and nothing where nothing is', () => {
    expect(gradeEvidence(3).sentence).toContain('10 events make a gate, 59 an audit');
    expect(gradeEvidence(10).sentence).toContain('59 events would cover');
    expect(gradeEvidence(59).sentence).not.toContain('would cover');
  });
});
