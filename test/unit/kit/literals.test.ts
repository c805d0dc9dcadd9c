/** The literals of scenario files: what they mean, what is refused, and what the refusal suggests. */
import { describe, expect, test } from 'vitest';
import { parseDuration, printDuration } from '../../../src/kit/duration.js';
import type { Literal } from '../../../src/kit/literal.js';
import { parsePercent, parseSize, printSize } from '../../../src/kit/quantity.js';
import { parseRate, parseRateOverTime } from '../../../src/kit/rate-literal.js';
import { parseBackoff, parseMoment, parseRetry, parseSkew, printRetry } from '../../../src/kit/word-literal.js';

const valueOf = <Value>(literal: Literal<Value>): Value | string =>
  literal.ok ? literal.value : literal.problem.message;
const remedyOf = (literal: Literal<unknown>): string => (literal.ok ? 'no problem' : literal.problem.remedy);

describe('durations', () => {
  test.each([
    ['250ms', 250],
    ['8s', 8_000],
    ['2m', 120_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1_500],
    ['0.1ms', 0.1],
    ['1d', 86_400_000],
    ['0s', 0],
  ])('%s is %d ms', (text, durationMs) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: durationMs });
  });

  test.each([
    ['8', 'Write 8s or 8ms.'],
    ['1_000', 'Write 1000s or 1000ms.'],
    ['12:30', 'Write 12m30s, for example.'],
    ['0:20', 'Write 20s, for example.'],
    ['1:02:03', 'Write 1h2m3s, for example.'],
    ['30m1h', 'Write larger units first: 1h30m, 2m10s.'],
    ['1s1s', 'Write larger units first: 1h30m, 2m10s.'],
    ['2 s', 'Write 2s.'],
    ['2S', 'Write 2s.'],
    ['-1s', 'Write a length of time.'],
    ['soon', 'The units are ms, s, m, h and d.'],
    ['08s', 'The units are ms, s, m, h and d.'],
    ['', 'The units are ms, s, m, h and d.'],
  ])('"%s" is refused with the advice: %s', (text, remedy) => {
    expect(remedyOf(parseDuration(text))).toBe(remedy);
  });

  test.each([
    [0, '0s'],
    [90_000, '1m30s'],
    [5_400_000, '1h30m'],
    [1_500, '1.5s'],
    [250, '250ms'],
  ])('%d ms is printed as people would write it', (durationMs, text) => {
    expect(printDuration(durationMs)).toBe(text);
  });
});

describe('counts and percents', () => {
  test.each([
    ['20', 20],
    ['100k', 100_000],
    ['1M', 1_000_000],
    ['1.1k', 1_100],
    ['1_000_000', 1_000_000],
    ['0', 0],
  ])('%s is %d', (text, value) => {
    expect(parseSize(text)).toEqual({ ok: true, value });
  });

  test.each([
    ['010', 'Write 10: it is not read as octal.'],
    ['1_00', 'Write 100.'],
    ['5m', 'The suffixes are k (thousand), M (million), G.'],
    ['1e3', 'Write digits, or digits and k or M.'],
    ['0x10', 'Write digits, or digits and k or M.'],
    ['-1', 'Write digits, or digits and k or M.'],
    ['1.5', 'Write digits, or digits and k or M.'],
    ['1.2345k', 'Write it in full.'],
  ])('"%s" is refused with the advice: %s', (text, remedy) => {
    expect(remedyOf(parseSize(text))).toBe(remedy);
  });

  test('a count is printed with its largest suffix', () => {
    expect([0, 999, 1_200, 12_000, 1_000_000, 2_000_000_000].map(printSize)).toEqual([
      '0',
      '999',
      '1200',
      '12k',
      '1M',
      '2G',
    ]);
  });

  test('a percentage keeps its digits', () => {
    expect(valueOf(parsePercent('99.9%'))).toBe(99.9);
  });

  test('a bare share is answered with both readings', () => {
    expect(remedyOf(parsePercent('0.1'))).toBe('Write 0.1% or 10%.');
    expect(remedyOf(parsePercent('10'))).toBe('Write 10%.');
  });
});

describe('rates', () => {
  test.each([
    ['500/s', 500],
    ['18k/m', 300],
    ['3600/h', 1],
    ['0.5/s', 0.5],
    ['2k / s', 2_000],
  ])('%s is %d per second', (text, perSecond) => {
    expect(valueOf(parseRate(text))).toBe(perSecond);
  });

  test.each([
    ['500', 'Write 500/s.'],
    ['500 tps', 'Write 500/s.'],
    ['2k rps', 'Write 2k/s.'],
    ['fast', 'Write a number, a slash, and s, m or h.'],
  ])('"%s" is refused with the advice: %s', (text, remedy) => {
    expect(remedyOf(parseRate(text))).toBe(remedy);
  });

  test('an arrow makes a ramp, over the whole phase unless it says otherwise', () => {
    const ramp = { kind: 'ramp', fromPerSecond: 500, toPerSecond: 2_000 };
    expect(valueOf(parseRateOverTime('500/s -> 2k/s over 5s'))).toEqual({ ...ramp, overMs: 5_000 });
    expect(valueOf(parseRateOverTime('500/s->2k/s'))).toEqual({ ...ramp, overMs: null });
    expect(valueOf(parseRateOverTime('500/s'))).toEqual({ kind: 'constant', perSecond: 500 });
  });

  test.each(['500/s -> 2k', '500/s -> 2k/s over 5', '1/s -> 2/s -> 3/s', '-> 2k/s'])(
    'the ramp "%s" is refused',
    (text) => {
      expect(parseRateOverTime(text).ok).toBe(false);
    },
  );
});

describe('phrases', () => {
  test('a moment counts from a phase or from the start', () => {
    expect(valueOf(parseMoment('spike + 10s'))).toEqual({ phase: 'spike', offsetMs: 10_000 });
    expect(valueOf(parseMoment('spike+10s'))).toEqual({ phase: 'spike', offsetMs: 10_000 });
    expect(valueOf(parseMoment('start + 5s'))).toEqual({ phase: null, offsetMs: 5_000 });
    expect(valueOf(parseMoment('spike'))).toEqual({ phase: 'spike', offsetMs: 0 });
    expect(remedyOf(parseMoment('10s'))).toBe('Write start + 10s.');
    expect(remedyOf(parseMoment('spike + 10'))).toBe('Write 10s or 10ms.');
  });

  test('a skew has an exponent between 0 and 3', () => {
    expect(valueOf(parseSkew('zipf 0.9'))).toBe(0.9);
    expect(valueOf(parseSkew('uniform'))).toBe(0);
    expect(parseSkew('zipf 5').ok).toBe(false);
    expect(parseSkew('zipf').ok).toBe(false);
  });

  test('a wait grows between two durations, with jitter or without', () => {
    expect(valueOf(parseBackoff('backoff 50ms..2s jitter'))).toEqual({ minMs: 50, maxMs: 2_000, isJittered: true });
    expect(valueOf(parseBackoff('backoff 50ms..2s'))).toEqual({ minMs: 50, maxMs: 2_000, isJittered: false });
    expect(valueOf(parseBackoff('fixed 100ms'))).toEqual({ minMs: 100, maxMs: 100, isJittered: false });
    expect(remedyOf(parseBackoff('backoff 2s..50ms'))).toBe('Write 50ms..2s.');
    expect(parseBackoff('fixed 0s').ok).toBe(false);
  });

  test('retries are bounded', () => {
    expect(valueOf(parseRetry('idempotent 5'))).toEqual({ policy: 'idempotent', attemptsMax: 5 });
    expect(valueOf(parseRetry('none'))).toEqual({ policy: 'none', attemptsMax: 1 });
    expect(parseRetry('idempotent 0').ok).toBe(false);
    expect(parseRetry('idempotent 101').ok).toBe(false);
    expect(valueOf(parseRetry('naive 3'))).toEqual({ policy: 'naive', attemptsMax: 3 });
    expect(valueOf(parseRetry('status-query  100'))).toEqual({ policy: 'status-query', attemptsMax: 100 });
    for (const wrong of [
      'naive',
      'naive 0',
      'naive 9',
      'naive3',
      'status-query',
      'status-query 101',
      'none 2',
      'status 3',
    ])
      expect(parseRetry(wrong).ok, wrong).toBe(false);
    for (const text of ['none', 'idempotent 5', 'naive 8', 'status-query 2']) {
      const retry = parseRetry(text);
      expect(retry.ok && printRetry(retry.value)).toBe(text);
    }
  });
});
