/** Silence of a thread is a stall also when its delay meter saw none: a thread that stands still cannot tell its seconds either. */
import { describe, expect, it } from 'vitest';
import type { LoadInterval } from '../../../src/model/load-interval.js';
import { findStalls } from '../../../src/verdict/instrument-stalls.js';

describe('a load thread that told no second for a while', () => {
  it('stood still for what lies beyond a second, whatever its meter says', () => {
    const stalls = findStalls({ intervals: secondsAt(1_000, 2_000, 5_500, 6_500), instrument: [] });
    expect(stalls.longestMs).toBe(2_500);
    expect(stalls.problems).toEqual([
      'A load thread of the instrument stood still for 2.5 s (limit 1 s), and could hear no answer meanwhile.',
    ]);
  });

  it('counts from the beginning of the run', () => {
    expect(findStalls({ intervals: secondsAt(3_000, 4_000), instrument: [] }).longestMs).toBe(2_000);
  });

  it('is measured against its own seconds, not against those of another thread', () => {
    const intervals = [...secondsAt(1_000, 2_000), ...secondsAt(1_000, 2_000).map((each) => ({ ...each, thread: 1 }))];
    expect(findStalls({ intervals, instrument: [] })).toEqual({ longestMs: 0, problems: [] });
  });
});

it('a main thread that told no second for a while stood still', () => {
  const instrument = [1_000, 2_000, 7_000].map((atMs) => ({
    kind: 'instrument' as const,
    atMs,
    eventLoopDelayMsMax: 0,
    garbageCollectionMs: 0,
    rssBytes: 2 ** 27,
  }));
  expect(findStalls({ intervals: [], instrument }).problems.join(' ')).toContain('stood still for 4 s (limit 3 s)');
});

function secondsAt(...timesMs: readonly number[]): readonly LoadInterval[] {
  const counts = { offered: 9, issued: 9, acknowledged: 9, aborted: 0, inDoubt: 0, declined: 0, dropped: 0 };
  return timesMs.map((atMs) => ({
    thread: 0,
    atMs,
    ...counts,
    inFlight: 0,
    queued: 0,
    responseTimeMsP50: 2,
    responseTimeMsP99: 5,
    scheduleLagMsP99: 0,
    scheduleLagMsMax: 0,
    eventLoopDelayMsMax: 0,
    garbageCollectionMs: 0,
    errors: {},
  }));
}
