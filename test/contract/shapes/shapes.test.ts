/** What every shape owes: pieces that cover its phase without a gap, rates that can be offered, and words for it. */
import { describe, expect, test } from 'vitest';
import * as shapes from '../../../src/catalog/shapes/index.js';
import { createRegistry } from '../../../src/kit/registry.js';
import type { RateSegment } from '../../../src/model/rate.js';
import type { ShapeKind } from '../../../src/model/shape.js';
import { settingsOf } from './settings.js';

const all = createRegistry<ShapeKind>(shapes).all;
/** From a phase shorter than a wave to a day; one is no round number of anything. */
const durationsMs = [1, 400, 3_000, 10_007, 60_000, 86_400_000];

test('every shape has settings to be tried with', () => {
  expect(Object.keys(settingsOf).toSorted()).toEqual(all.map(({ kind }) => kind));
});

describe.each(all.map((shape) => [shape.kind, shape] as const))('%s', (kind, shape) => {
  const decoded = (settingsOf[kind] ?? []).map((each) => shape.settings.parse(each));
  const phases = decoded.flatMap((settings) => {
    return durationsMs
      .filter((durationMs) => (shape.problem?.(settings, durationMs) ?? null) === null)
      .map((durationMs) => ({ durationMs, segments: shape.segments(settings, durationMs) }));
  });

  test('makes sense for some of the phases', () => {
    expect(phases.length).toBeGreaterThan(0);
  });

  test('covers its phase from the start to the end, each piece beginning where the one before ended', () => {
    const wrong = phases.filter(({ durationMs, segments }) => !covers(segments, durationMs));
    expect(wrong).toEqual([]);
  });

  test('has rates that are numbers and never negative', () => {
    const rates = phases.flatMap(({ segments }) => segments.flatMap((each) => [each.fromPerSecond, each.toPerSecond]));
    expect(rates.filter((rate) => !Number.isFinite(rate) || rate < 0)).toEqual([]);
  });

  test('gives the same pieces again for the same settings', () => {
    for (const settings of decoded) {
      expect(shape.segments(settings, 60_000)).toEqual(shape.segments(settings, 60_000));
    }
  });

  test('is described in words that leave no number out as a blank', () => {
    expect(shape.summary).toMatch(/^[A-Z].*\.$/u);
    for (const settings of decoded) {
      expect(shape.describe(settings)).toMatch(/^\S.*\S$/u);
      expect(shape.describe(settings)).not.toMatch(/undefined|NaN|null|\[object/u);
    }
  });

  test('says in a whole sentence why settings make no sense', () => {
    const problems = decoded.flatMap((settings) => {
      return durationsMs.flatMap((durationMs) => shape.problem?.(settings, durationMs) ?? []);
    });
    for (const problem of problems) expect(problem).toMatch(/^[A-Z].*\.$/u);
  });

  // It is what a phase with a plain `rate` becomes, and is never written.
  const isOfPhasesWithoutShape = kind === 'constant';

  test('has no setting of a name that the phase needs for itself', () => {
    const phaseKeys = ['name', 'for', 'warmup', 'mix', 'shape', 'rate'];
    const own = (settingsOf[kind] ?? []).flatMap((each) => Object.keys(each));
    expect(own.filter((key) => phaseKeys.includes(key) && !isOfPhasesWithoutShape)).toEqual([]);
  });

  test('refuses a setting that it does not know', () => {
    const [first = {}] = settingsOf[kind] ?? [];
    expect(shape.settings.safeParse({ ...first, unheardOf: 1 }).success).toBe(false);
  });
});

function covers(segments: readonly RateSegment[], durationMs: number): boolean {
  const edges = [0, ...segments.map(({ endMs }) => endMs)];
  const isSeamless = segments.every(({ startMs, endMs }, index) => startMs === edges[index] && endMs > startMs);
  return isSeamless && edges.at(-1) === durationMs;
}
