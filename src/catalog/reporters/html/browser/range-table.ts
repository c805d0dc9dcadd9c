/** The visible stretch as a table, filled when it is opened: charts alone would shut people out. */
import { formatClock } from '../../../../kit/format.js';
import type { Panel } from './panels.js';
import type { RangeStore } from './range.js';
import { stepAt, type Columns } from './series.js';

const rowsMax = 240;

export function enableRangeTable(
  details: HTMLDetailsElement,
  panels: () => readonly Panel[],
  columns: () => Columns,
  range: RangeStore,
): void {
  const host = details.querySelector('div');
  const fill = (): void => {
    if (host !== null && details.open) host.replaceChildren(tableOf(panels(), columns(), range));
  };
  details.addEventListener('toggle', fill);
  range.onChange(fill);
}

function tableOf(panels: readonly Panel[], columns: Columns, range: RangeStore): Node {
  const { fromMs, toMs } = range.get();
  const [first, last] = [stepAt(columns, fromMs), stepAt(columns, toMs - 1)];
  const stride = Math.max(1, Math.ceil((last - first + 1) / rowsMax));
  const frame = element('div', '');
  frame.className = 'scroll';
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', 'Timeline values');
  const table = element('table', '');
  const note =
    stride === 1
      ? 'Every step of the visible stretch.'
      : `Every ${stride}th step of the visible stretch; zoom in to see all.`;
  const series = panels.flatMap((panel) => panel.series.map((one) => ({ panel, one })));
  const head = element('tr', '');
  head.append(headCell('col', 'Time'), ...series.map(({ one }) => headCell('col', one.label)));
  const body = element('tbody', '');
  for (let index = first; index <= last; index += stride) {
    const row = element('tr', '');
    row.append(headCell('row', formatClock(columns.startMs + index * columns.stepMs, 1)));
    for (const { panel, one } of series) row.append(numberCell(panel.write(columns.get(one.column)[index] ?? null)));
    body.append(row);
  }
  const thead = element('thead', '');
  thead.append(head);
  table.append(element('caption', note), thead, body);
  frame.append(table);
  return frame;
}

function headCell(scope: string, text: string): HTMLElement {
  const cell = element('th', text);
  cell.setAttribute('scope', scope);
  cell.className = 'number';
  return cell;
}

function numberCell(text: string): HTMLElement {
  const cell = element('td', text);
  cell.className = 'number';
  return cell;
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
