/** The time axis of a run so long that only some of its seconds are stored. */
import { expect, it } from 'vitest';
import { columnsOf, stepAt } from '../../../../src/catalog/reporters/html/browser/series.js';
import { pageDataOf } from '../../../../src/catalog/reporters/html/page-data.js';
import type { Series } from '../../../../src/model/run-record.js';
import { passingRecord } from '../../../fixtures/record.js';
import { seriesOf } from '../../../fixtures/series.js';

const whole = seriesOf({ durationMs: 60_000, stepMs: 1_000 });
/** Four of the sixty seconds, as many columns. */
const stored = [0, 5, 6, 59];
const pick = <Value>(column: readonly Value[]): readonly Value[] => stored.map((second) => column[second] as Value);
const few: Series = {
  ...whole,
  timeMs: pick(whole.timeMs),
  offeredPerSecond: [10, 20, 30, 40],
  goodPerSecond: [10, 0, 30, 40],
  achievedPerSecond: pick(whole.achievedPerSecond),
  responseTimeMsP50: pick(whole.responseTimeMsP50),
  responseTimeMsP99: [1, null, 3, 4],
  responseTimeMsP999: pick(whole.responseTimeMsP999),
  errorsPerSecond: { timeout: [0, 7, 0, 0] },
  inDoubtPerSecond: pick(whole.inDoubtPerSecond),
  droppedPerSecond: pick(whole.droppedPerSecond),
};

it('draws each second that is stored at its own time, and holds it until the next', () => {
  const columns = columnsOf(pageDataOf({ ...passingRecord({ durationMs: 60_000 }), series: few }));
  expect([columns.startMs, columns.stepMs, columns.count]).toEqual([0, 1_000, 60]);
  const at = (name: string): unknown[] =>
    [0, 4_900, 5_000, 6_000, 58_999, 59_000].map((timeMs) => columns.get(name)[stepAt(columns, timeMs)]);
  expect(at('offered')).toEqual([10, 10, 20, 30, 30, 40]);
  expect(at('good')).toEqual([10, 10, 0, 30, 30, 40]);
  expect(at('p99')).toEqual([1, 1, null, 3, 3, 4]);
  expect(at('error:timeout')).toEqual([0, 0, 7, 0, 0, 0]);
});
