/** The recovery rule against a reference that tries every arrival, and its promises on any history of arrivals. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findOutages } from '../../src/verdict/recovery/find-outages.js';
import { findRecovery, type RecoveryFound } from '../../src/verdict/recovery/find-recovery.js';
import { createGoodput, type Goodput } from '../../src/verdict/recovery/goodput.js';

const sustainedMs = 2_000;
const deadlineMs = 300;

interface History {
  readonly timeMs: number[];
  readonly good: boolean[];
  readonly toMs: number;
  readonly healsMs: number[];
  readonly doneMs: number;
}

/** Stretches of good, bad and mixed arrivals at changing rates, up to two thousand arrivals. */
const histories: fc.Arbitrary<History> = fc
  .record({
    stretches: fc.array(
      fc.record({
        count: fc.integer({ min: 1, max: 250 }),
        gapMs: fc.constantFrom(1, 4, 10, 25, 200),
        badOneIn: fc.constantFrom(1, 2, 50, 101, 1_000_000),
      }),
      { minLength: 1, maxLength: 7 },
    ),
    heals: fc.array(fc.double({ min: 0.05, max: 0.95, noNaN: true }), { maxLength: 2 }),
    done: fc.constantFrom(0, 0.1, 0.5, 0.9, Number.POSITIVE_INFINITY),
  })
  .map(({ stretches, heals, done }) => {
    const timeMs: number[] = [];
    const good: boolean[] = [];
    let atMs = 0;
    for (const { count, gapMs, badOneIn } of stretches) {
      for (let index = 0; index < count; index += 1) {
        timeMs.push(atMs);
        good.push(index % badOneIn !== badOneIn - 1);
        atMs += gapMs;
      }
    }
    const healsMs = heals.map((share) => share * atMs).sort((a, b) => a - b);
    return { timeMs, good, toMs: atMs, healsMs, doneMs: done * atMs };
  });

test('the recovery found is the one that trying every arrival finds', () => {
  fc.assert(
    fc.property(histories, (history) => {
      expect(found(history)).toEqual(tried(history));
    }),
    { numRuns: 150 },
  );
});

test('outages never overlap, begin with a bad arrival, end with a good one or with the observed time, and hold under 1 % good arrivals', () => {
  fc.assert(
    fc.property(histories, ({ timeMs, good, toMs }) => {
      const outages = findOutages(goodputOf(timeMs, good), { fromMs: 0, toMs });
      outages.forEach((outage, index) => {
        const inside = timeMs
          .map((atMs, at) => ({ atMs, isGood: good[at] }))
          .filter(({ atMs }) => atMs >= outage.fromMs && atMs < outage.toMs);
        expect(inside.length).toBeGreaterThanOrEqual(10);
        expect(inside[0]?.isGood).toBe(false);
        expect(outage.toMs === toMs || good[timeMs.indexOf(outage.toMs)] === true).toBe(true);
        expect(inside.filter(({ isGood }) => isGood).length).toBeLessThan(inside.length * 0.01 + 1e-9);
        expect(outage.fromMs).toBeGreaterThan(outages[index - 1]?.toMs ?? -1);
      });
    }),
    { numRuns: 200 },
  );
});

test('a hundred bad arrivals in a row are always part of an outage', () => {
  fc.assert(
    fc.property(histories, ({ timeMs, good, toMs }) => {
      const outages = findOutages(goodputOf(timeMs, good), { fromMs: 0, toMs });
      for (let at = 0; at + 100 < good.length; at += 1) {
        if (good.slice(at, at + 100).some(Boolean)) continue;
        const atMs = timeMs[at] as number;
        expect(outages.some((outage) => outage.fromMs <= atMs && outage.toMs > atMs)).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});

function goodputOf(timeMs: readonly number[], good: readonly boolean[]): Goodput {
  return createGoodput({
    count: timeMs.length,
    intendedStartMs: Float64Array.from(timeMs),
    isGood: Uint8Array.from(good, (each) => (each ? 1 : 0)),
  });
}

function found({ timeMs, good, toMs, healsMs, doneMs }: History): RecoveryFound {
  const goodput = goodputOf(timeMs, good);
  const outages = findOutages(goodput, { fromMs: 0, toMs });
  return findRecovery({
    goodput,
    fromMs: 0,
    doneMs,
    toMs,
    healsMs,
    deadlineMs,
    sustainedMs,
    baselineRatio: 1,
    outages,
  });
}

/** The rule in plain words, with plain arrays: every arrival is tried, every window is counted, and a recovery has a hundred arrivals and outlives what disturbs. */
function tried({ timeMs, good, toMs, healsMs, doneMs }: History): RecoveryFound {
  const outages = findOutages(goodputOf(timeMs, good), { fromMs: 0, toMs });
  for (const [index, startMs] of timeMs.entries()) {
    if (good[index] !== true || (index > 0 && good[index - 1] === true)) continue;
    const mustLastUntilMs = Math.max(startMs, doneMs) + sustainedMs;
    if (!isPeriodGood({ timeMs, good }, index, mustLastUntilMs)) continue;
    const untilMs = healsMs.find((healMs) => healMs - startMs > deadlineMs) ?? toMs;
    if (outages.some((outage) => outage.fromMs >= startMs && outage.fromMs < untilMs)) continue;
    const isLong = toMs - startMs >= sustainedMs;
    const isMany = timeMs.length - index >= 100;
    if (toMs >= mustLastUntilMs && isMany) return { kind: 'recovered', index, isUnhurt: index === 0 };
    if ((isLong || isMany) && toMs - startMs >= 1_000) return { kind: 'too-short', index };
  }
  return { kind: 'not-recovered' };
}

function isPeriodGood({ timeMs, good }: Pick<History, 'timeMs' | 'good'>, index: number, untilMs: number): boolean {
  const windows = windowsFrom(timeMs, index).filter(([from]) => (timeMs[from] as number) < untilMs);
  const [first] = windows;
  if (first === undefined) return true;
  for (let length = 1; length <= first[1] - first[0]; length += 1) {
    if (countGood(good, index, index + length) < length / 2) return false;
  }
  return windows.every(([from, to]) => countGood(good, from, to) >= 0.99 * (to - from));
}

/** Windows of a second or a hundred arrivals, whichever is longer; the last takes what is too short for one of its own. */
function windowsFrom(timeMs: readonly number[], index: number): readonly (readonly [number, number])[] {
  const windows: [number, number][] = [];
  for (let from = index; from < timeMs.length;) {
    const second = timeMs.findIndex((atMs) => atMs >= (timeMs[from] as number) + 1_000);
    const to = Math.max(second === -1 ? timeMs.length : second, from + 100);
    if (to > timeMs.length) {
      const last = windows.at(-1);
      if (last === undefined) windows.push([from, timeMs.length]);
      else last[1] = timeMs.length;
      return windows;
    }
    windows.push([from, to]);
    from = to;
  }
  return windows;
}

function countGood(good: readonly boolean[], from: number, to: number): number {
  return good.slice(from, to).filter(Boolean).length;
}
