/** What payments took before anything broke, and over all, with the errors that the run itself tells. */
import { describe, expect, it } from 'vitest';
import { bucketOf, writeBuckets } from '../../../../src/kit/time-buckets.js';
import type { RunRecord } from '../../../../src/model/run-record.js';
import type { LoadBlock } from '../../../../src/model/sample.js';
import { quietTimesOf, slowestOf } from '../../../../src/repeat/compare/estimated-times.js';
import { passingRecord } from '../../../fixtures/record.js';
import { measuresOf } from '../../../fixtures/samples.js';

const base = passingRecord();
const phases = [
  { name: 'warmup', startMs: 0, endMs: 5_000, isWarmup: true },
  { name: 'steady', startMs: 5_000, endMs: 25_000, isWarmup: false },
  { name: 'spike', startMs: 25_000, endMs: 85_000, isWarmup: false },
];

/** A hundred payments, all answered in the same time but for some that were not answered at all. */
function block(phase: string, timeMs: number, unanswered = 0): LoadBlock {
  const buckets = new Map([[bucketOf(timeMs), 100 - unanswered]]);
  const lengthMs = phase === 'steady' ? 2_000 : 6_000;
  const rest = { inDoubt: 0, attempts: 100, errors: 0, unanswered, times: writeBuckets(buckets) };
  return { phase, lengthMs, arrivals: 100, good: 100 - unanswered, ...rest };
}

function tenth(phase: string, timeMs: number): readonly LoadBlock[] {
  return Array.from({ length: 10 }, (_each, index) => block(phase, timeMs + (index % 2) / 10));
}

function recordWith(blocks: readonly LoadBlock[], issuedMs: number): RunRecord {
  const recoveries = base.recoveries.map((each) => ({ ...each, injection: { ...each.injection, issuedMs } }));
  const figures = { 'response_time.p99 during run': { atLeast: 1_000 } };
  return { ...base, phases, recoveries, measures: { ...measuresOf(figures), blocks } };
}

describe('quiet times', () => {
  it('are those of the phases that were over before the fault', () => {
    const quiet = quietTimesOf(recordWith([...tenth('steady', 4), ...tenth('spike', 90)], 40_000));
    expect(quiet).toMatchObject({ lengthMs: 20_000, arrivals: 1_000, responseTimeMsP50: { isAtLeast: false } });
    expect(quiet?.responseTimeMsP50.valueMs).toBeCloseTo(4.05, 0);
    expect(quiet?.responseTimeMsP50.errorMs).toBeGreaterThan(0.01);
    expect(quiet?.responseTimeMsP50.errorMs).toBeLessThan(1);
  });

  it('end with the last block before the fault where no phase was over, and are then too short for an error', () => {
    const quiet = quietTimesOf(recordWith(tenth('steady', 4), 12_500));
    expect(quiet).toMatchObject({ lengthMs: 6_000, arrivals: 300, responseTimeMsP50: { errorMs: null } });
  });

  it('are not known where the fault came first, or an older record kept no blocks', () => {
    expect(quietTimesOf(recordWith(tenth('steady', 4), 5_500))).toBeNull();
    const { measures: _measures, ...older } = recordWith(tenth('steady', 4), 40_000);
    expect([quietTimesOf(older), slowestOf({})]).toEqual([null, null]);
  });

  it.each([
    ['no better than the generator was punctual', 2, (errorMs: number | null) => errorMs !== null && errorMs > 2],
    ['without an error that would be as large as the time', 9, (errorMs: number | null) => errorMs === null],
  ])('are known %s', (_how, typicalMs, isRight) => {
    const record = recordWith(tenth('steady', 4), 40_000);
    const late = { ...record, measures: { ...record.measures!, scheduleLag: { typicalMs, worstMs: typicalMs } } };
    const quiet = quietTimesOf(late);
    expect(isRight(quiet!.responseTimeMsP50.errorMs)).toBe(true);
  });

  it('are at least the deadline where the answers in question never came', () => {
    const blocks = tenth('steady', 4).map((each) => ({ ...block('steady', 4, 60), lengthMs: each.lengthMs }));
    const quiet = quietTimesOf(recordWith(blocks, 40_000));
    expect(quiet?.responseTimeMsP50).toMatchObject({ valueMs: 1_000, isAtLeast: true });
  });
});

it('the slowest answers are those that gates know, a lower bound where one was not answered', () => {
  const record = recordWith(tenth('steady', 4), 40_000);
  expect(slowestOf(record)).toMatchObject({ valueMs: 1_000, isAtLeast: true });
});
