/** What holds for every shape, whatever its settings: it fills its phase, offers what its curve says, and shapes that come at once add up. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivalsIn, rateAt } from '../../src/kit/rate-curve.js';
import { sumCurves } from '../../src/kit/sum-curves.js';
import type { RateSegment } from '../../src/model/rate.js';
import { createArrivalStream } from '../../src/plan/arrivals.js';
import { areaByKind, drawnShape, settingsByKind, shapeRegistry } from '../fixtures/arbitrary-shapes.js';
import { planOf } from '../fixtures/plan.js';

const kinds = shapeRegistry.all.map(({ kind }) => kind);
const numRuns = 60;

function areaOf(segments: readonly RateSegment[]): number {
  return segments.reduce((sum, segment) => sum + arrivalsIn(segment), 0);
}

function rateOf(segments: readonly RateSegment[], timeMs: number): number {
  const segment = segments.find(({ startMs, endMs }) => startMs <= timeMs && timeMs < endMs);
  return segment === undefined ? Number.NaN : rateAt(segment, timeMs);
}

function expectToFill(segments: readonly RateSegment[], durationMs: number): void {
  const edges = [0, ...segments.map(({ endMs }) => endMs)];
  const wrong = segments.filter(({ startMs, endMs, fromPerSecond, toPerSecond }, index) => {
    const isOffered = [fromPerSecond, toPerSecond].every((rate) => Number.isFinite(rate) && rate >= 0);
    return startMs !== edges[index] || endMs <= startMs || !isOffered;
  });
  expect(wrong).toEqual([]);
  expect(edges.at(-1)).toBe(durationMs);
}

test('every shape is drawn here', () => {
  expect(Object.keys(settingsByKind).toSorted()).toEqual(kinds);
});

describe.each(kinds)('%s', (kind) => {
  test('fills its phase in order, with rates of zero or more', () => {
    fc.assert(
      fc.property(drawnShape(kind), ({ segments, durationMs }) => expectToFill(segments, durationMs)),
      { numRuns },
    );
  });

  test('offers as many even arrivals as its area holds, one more or less', () => {
    const plan = planOf();
    fc.assert(
      fc.property(drawnShape(kind), ({ segments }) => {
        const stream = createArrivalStream({ ...plan, segments }, 0, 1);
        let count = 0;
        while (stream.next()) count += 1;
        expect(Math.abs(count - areaOf(segments))).toBeLessThanOrEqual(1);
      }),
      { numRuns },
    );
  });
});

test.each(Object.keys(areaByKind))('%s has the area of the curve that it stands for', (kind) => {
  fc.assert(
    fc.property(drawnShape(kind), ({ settings, durationMs, segments }) => {
      const { arrivals, within } = areaByKind[kind]?.(settings, durationMs) ?? { arrivals: Number.NaN, within: 0 };
      expect(Math.abs(areaOf(segments) - arrivals)).toBeLessThanOrEqual(within);
    }),
    { numRuns: 3 * numRuns },
  );
});

test('steps hold the mean of their rates', () => {
  fc.assert(
    fc.property(drawnShape('steps'), ({ settings, durationMs, segments }) => {
      const rates = (settings as unknown as { readonly rates: readonly number[] }).rates;
      const mean = rates.reduce((sum, each) => sum + each, 0) / rates.length;
      expect(areaOf(segments)).toBeCloseTo((mean * durationMs) / 1_000, 6);
    }),
    { numRuns },
  );
});

test('a day holds as much as each of several in its place, and a bump before dawn adds its triangle', () => {
  const shape = shapeRegistry.get('diurnal');
  fc.assert(
    fc.property(drawnShape('diurnal'), ({ settings, durationMs, segments }) => {
      const { base = 0, peak, sahur = base } = settings;
      const calm = areaOf(shape.segments({ base, peak, days: 1 }, durationMs));
      expect(areaOf(segments)).toBeCloseTo(calm + ((sahur - base) * durationMs) / 24_000, 6);
    }),
    { numRuns },
  );
});

test('waves of a retry storm hold those who failed in the wave before, up to a thousandth of the first height', () => {
  const shape = shapeRegistry.get('retry-storm');
  fc.assert(
    fc.property(drawnShape('retry-storm'), ({ settings }) => {
      const { base = 0, peak = 0, wait = 0, failing = 0 } = settings;
      const longMs = 2 ** 12 * wait;
      let waves = 0;
      for (let wave = 0; (failing / 2) ** wave > 0.001; wave += 1) waves += failing ** wave;
      const arrivals = base * longMs + (peak - base) * (wait / 2) * waves;
      expect(areaOf(shape.segments(settings, longMs))).toBeCloseTo(arrivals / 1_000, 4);
    }),
    { numRuns },
  );
});

test('rates that come at once add up at every instant, and fill the phase', () => {
  const shapesOfOnePhase = fc
    .tuple(fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 60_000 }))
    .chain(([some, durationMs]) =>
      fc.tuple(
        fc.constant(durationMs),
        fc.tuple(...some.map((kind) => drawnShape(kind).map((each) => stretched(each.segments, durationMs)))),
        fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 5, maxLength: 5 }),
      ),
    );
  fc.assert(
    fc.property(shapesOfOnePhase, ([durationMs, curves, shares]) => {
      const sum = sumCurves(curves);
      expectToFill(sum, durationMs);
      expect(areaOf(sum)).toBeCloseTo(
        curves.reduce((total, curve) => total + areaOf(curve), 0),
        4,
      );
      for (const timeMs of shares.map((each) => each * durationMs)) {
        const expected = curves.reduce((total, curve) => total + rateOf(curve, timeMs), 0);
        expect(rateOf(sum, timeMs)).toBeCloseTo(expected, 4);
      }
    }),
    { numRuns: 3 * numRuns },
  );
});

/** The same curve over another length. */
function stretched(segments: readonly RateSegment[], durationMs: number): readonly RateSegment[] {
  const lengthMs = segments.at(-1)?.endMs ?? 1;
  const edges = [
    0,
    ...segments.map(({ endMs }) => (endMs === lengthMs ? durationMs : (endMs / lengthMs) * durationMs)),
  ];
  return segments.map((segment, index) => ({
    ...segment,
    startMs: edges[index] as number,
    endMs: edges[index + 1] as number,
  }));
}
