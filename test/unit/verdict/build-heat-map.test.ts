import { expect, test } from 'vitest';
import type { ArrivalTable } from '../../../src/model/evidence.js';
import type { HeatMap } from '../../../src/model/heat-map.js';
import { buildHeatMap } from '../../../src/verdict/build-heat-map.js';

const hourMs = 3_600_000;
const isStalled = (atMs: number): boolean => atMs >= 1_800_000 && atMs < 1_803_000;

test('arrivals are counted by when they were due and how long their answer took', () => {
  const map = mapOf([0, 100, 600, 700], [2, 2.6, 2, 40], 1_000);
  expect(map.columnMs).toBe(500);
  expect(cellAt(map, 0, 2)).toBe(1);
  expect(cellAt(map, 0, 2.6)).toBe(1);
  expect([cellAt(map, 1, 2), cellAt(map, 1, 40)]).toEqual([1, 1]);
});

test('who got no answer is counted apart, and no arrival is lost', () => {
  const map = mapOf([0, 10, 20, 510], [3, Number.NaN, 5, Number.NaN], 1_000);
  expect(map.unanswered).toEqual([1, 1]);
  expect(map.answers.flat().reduce((sum, count) => sum + count, 0)).toBe(2);
});

test('an hour takes 360 columns and 40 rows at most, and three seconds of slow answers stay a cell of their own', () => {
  const dueMs = Array.from({ length: 36_000 }, (_each, index) => index * 100);
  const map = mapOf(
    dueMs,
    dueMs.map((atMs) => (isStalled(atMs) ? 1_803_000 - atMs + 4 : 4)),
    hourMs,
  );
  expect(map.answers.length).toBeLessThanOrEqual(360);
  expect(map.edgesMs.length).toBeLessThanOrEqual(41);
  const slow = map.answers.flatMap((column, at) => (column.length > (map.answers[0]?.length ?? 0) ? [at] : []));
  expect(slow).toEqual([Math.floor(1_800_000 / map.columnMs)]);
});

test('however far apart the answers are, the slowest and the fastest have their row', () => {
  const map = mapOf([0, 1, 2], [0, 0.02, 3_000_000], 500);
  expect(map.edgesMs.length).toBeLessThanOrEqual(41);
  expect(map.edgesMs[0]).toBeLessThanOrEqual(0.02);
  expect(map.edgesMs.at(-1)).toBeGreaterThan(3_000_000);
});

test('a run in which nothing was answered has no map', () => {
  expect(buildHeatMap(tableOf([0, 1], [Number.NaN, Number.NaN]), 500)).toBeNull();
});

function mapOf(dueMs: readonly number[], responseTimeMs: readonly number[], durationMs: number): HeatMap {
  return buildHeatMap(tableOf(dueMs, responseTimeMs), durationMs) as HeatMap;
}

function cellAt({ edgesMs, answers }: HeatMap, column: number, responseTimeMs: number): number {
  const row = edgesMs.findLastIndex((edge) => edge <= responseTimeMs);
  return answers[column]?.[row] ?? 0;
}

function tableOf(dueMs: readonly number[], responseTimeMs: readonly number[]): ArrivalTable {
  const bytes = new Uint8Array(dueMs.length);
  return {
    count: dueMs.length,
    intendedStartMs: Float64Array.from(dueMs),
    responseTimeMs: Float32Array.from(responseTimeMs),
    serviceTimeMs: Float32Array.from(responseTimeMs),
    outcome: bytes,
    operation: bytes,
    zone: bytes,
    node: bytes,
    isGood: bytes,
  };
}
