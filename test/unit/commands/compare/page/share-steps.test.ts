/** The share of good payments over time keeps its outages, in however few steps it is told. */
import { describe, expect, it } from 'vitest';
import { badStretches, shareSteps } from '../../../../../src/commands/compare/page/share-steps.js';
import type { Series } from '../../../../../src/model/run-record.js';
import { passingRecord } from '../../../../fixtures/record.js';

function seriesWith(offeredPerSecond: readonly number[], goodPerSecond: readonly number[], everyMs = 1_000): Series {
  const timeMs = offeredPerSecond.map((_each, index) => index * everyMs);
  return { ...passingRecord().series, stepMs: 1_000, timeMs, offeredPerSecond, goodPerSecond };
}

describe('steps', () => {
  it('are shares of those who came, and none where nobody did', () => {
    expect(shareSteps(seriesWith([100, 0, 50], [100, 0, 25])).shares).toEqual([1, null, 0.5]);
  });

  it('are as many as a page can hold, each the worst of its seconds', () => {
    const offered = Array.from({ length: 3_600 }, () => 10);
    const good = offered.map((each, second) => (second >= 1_805 && second < 1_808 ? 0 : each));
    const { shares, stepMs } = shareSteps(seriesWith(offered, good));
    expect([shares.length, stepMs]).toEqual([360, 10_000]);
    expect(shares.flatMap((share, index) => (share === 0 ? [index] : []))).toEqual([180]);
  });

  it('stand where they were measured, also of a run that kept only some of its seconds', () => {
    const { shares } = shareSteps(seriesWith([10, 10, 10], [10, 0, 10], 3_000));
    expect(shares).toEqual([1, null, null, 0, null, null, 1]);
  });
});

it('bad stretches are steps in a row, with the lowest of them', () => {
  const shares = [1, 0.5, null, 0.2, 0.995, 0.98];
  expect(badStretches({ fromMs: 5_000, stepMs: 1_000, shares })).toEqual([
    { fromMs: 6_000, toMs: 9_000, lowest: 0.2 },
    { fromMs: 10_000, toMs: 11_000, lowest: 0.98 },
  ]);
});
