/** The visible stretch as a table, filled when it is opened: charts alone would shut people out. */
import { formatClock } from '../../../../kit/format.js';
import type { Panel } from './panels.js';
import type { RangeStore } from './range.js';
import { stepAt, type Columns } from './series.js';
import { timeTable } from './table-elements.js';

const rowsMax = 240;

/** Fills the element within `details` while it is open, anew with every change of the range. */
export function enableTable(details: HTMLDetailsElement, range: RangeStore, tableOf: () => Node): void {
  const host = details.querySelector('div');
  const fill = (): void => {
    if (host !== null && details.open) host.replaceChildren(tableOf());
  };
  details.addEventListener('toggle', fill);
  range.onChange(fill);
}

export function rangeTable(panels: readonly Panel[], columns: Columns, range: RangeStore): Node {
  const { fromMs, toMs } = range.get();
  const [first, last] = [stepAt(columns, fromMs), stepAt(columns, toMs - 1)];
  const stride = Math.max(1, Math.ceil((last - first + 1) / rowsMax));
  const series = panels.flatMap((panel) => panel.series.map((one) => ({ panel, one })));
  const rows: string[][] = [];
  for (let index = first; index <= last; index += stride) {
    const values = series.map(({ panel, one }) => panel.write(columns.get(one.column)[index] ?? null));
    rows.push([formatClock(columns.startMs + index * columns.stepMs, 1), ...values]);
  }
  return timeTable({
    label: 'Timeline values',
    caption:
      stride === 1
        ? 'Every step of the visible stretch.'
        : `Every ${stride}th step of the visible stretch; zoom in to see all.`,
    heads: ['Time', ...series.map(({ one }) => one.label)],
    rows,
  });
}
