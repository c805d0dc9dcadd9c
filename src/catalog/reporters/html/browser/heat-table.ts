/** The heat map as numbers: the visible columns, merged where they are many, and the rows that hold anything. */
import { formatClock, formatCount, formatDuration } from '../../../../kit/format.js';
import type { HeatMap } from '../../../../model/heat-map.js';
import { columnsIn } from './heat-cells.js';
import type { RangeStore } from './range.js';
import { timeTable } from './table-elements.js';

const rowsMax = 120;
/** As if each line of the table were one of the chart's thinnest columns. */
const pixelsPerRow = 1.5;

export function heatTable(map: HeatMap, range: RangeStore): Node {
  const columns = columnsIn(map, range.get(), rowsMax * pixelsPerRow);
  const used = map.edgesMs.slice(1).flatMap((_edge, row) => (columns.some((each) => each.answers[row]) ? [row] : []));
  const spanMs = (columns[0]?.toMs ?? 0) - (columns[0]?.fromMs ?? 0);
  return timeTable({
    label: 'Response times by time',
    caption: `Correct answers by when they were due, ${formatDuration(spanMs)} to a line, and by response time up to the head of the column.`,
    heads: ['Due from', ...used.map((row) => `≤ ${formatDuration(map.edgesMs[row + 1] ?? null)}`), 'no answer'],
    rows: columns.map(({ fromMs, answers, unanswered }) => [
      formatClock(fromMs, 1),
      ...used.map((row) => formatCount(answers[row] ?? 0)),
      formatCount(unanswered),
    ]),
  });
}
