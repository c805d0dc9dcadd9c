/** The lines of the report's timeline as a table: one row for each step of time. */
import type { Series } from '../../model/run-record.js';
import { CsvFile } from './csv-file.js';

export function exportSeries(path: string, series: Series): void {
  const classes = Object.entries(series.errorsPerSecond);
  const columns: readonly (readonly [string, readonly (number | null)[]])[] = [
    ['time_ms', series.timeMs],
    ['offered_per_second', series.offeredPerSecond],
    ['achieved_per_second', series.achievedPerSecond],
    ['good_per_second', series.goodPerSecond],
    ['response_time_ms_p50', series.responseTimeMsP50],
    ['response_time_ms_p99', series.responseTimeMsP99],
    ['response_time_ms_p999', series.responseTimeMsP999],
    ['in_doubt_per_second', series.inDoubtPerSecond],
    ['dropped_per_second', series.droppedPerSecond],
    ...classes.map(([name, perSecond]) => [`errors_per_second_${name}`, perSecond] as const),
  ];
  using file = new CsvFile(
    path,
    columns.map(([name]) => name),
  );
  for (let step = 0; step < series.timeMs.length; step += 1)
    file.add(columns.map(([, column]) => column[step] ?? null));
  file.finish();
}
