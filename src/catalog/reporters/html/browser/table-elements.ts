/** Makes a table of the visible stretch: time in its first column, numbers in all others. */

export interface TableText {
  readonly label: string;
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function timeTable({ label, caption, heads, rows }: TableText): HTMLElement {
  const frame = element('div', '', 'scroll');
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', label);
  const table = element('table', '');
  const head = element('tr', '');
  head.append(...heads.map((text) => headCell('col', text)));
  const thead = element('thead', '');
  thead.append(head);
  const body = element('tbody', '');
  body.append(...rows.map(rowOf));
  table.append(element('caption', caption), thead, body);
  frame.append(table);
  return frame;
}

function rowOf([time = '', ...values]: readonly string[]): HTMLElement {
  const row = element('tr', '');
  row.append(headCell('row', time), ...values.map((text) => element('td', text, 'number')));
  return row;
}

function headCell(scope: string, text: string): HTMLElement {
  const cell = element('th', text, 'number');
  cell.setAttribute('scope', scope);
  return cell;
}

function element(name: string, text: string, className = ''): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (className !== '') made.className = className;
  return made;
}
