/** Tables of the page: a caption or label, a head, and a frame that scrolls by itself on a narrow screen. */
import { html, type Content, type Markup } from './markup.js';

export interface Column {
  readonly title: Content;
  readonly isNumber?: boolean;
}

/** From this many rows on, a table scrolls inside its frame instead of pushing away what follows. */
const longRows = 15;

/** `label` names the table for people who do not see it; rows have one content per column, the first is the row's head. */
export function table(label: string, columns: readonly Column[], rows: readonly (readonly Content[])[]): Markup {
  return frame(label, 'scroll', columns, rows);
}

/** For tables of sentences: on a narrow screen each row becomes a card. */
export function cardTable(label: string, columns: readonly Column[], rows: readonly (readonly Content[])[]): Markup {
  return frame(label, 'scroll cards', columns, rows);
}

export interface RowGroup {
  readonly title: string;
  readonly rows: readonly (readonly Content[])[];
}

/** More do not stand side by side on a telephone. */
const columnsOfPhone = 5;

/** Groups of rows, each under a title of its own; groups without rows are left out. On a narrow screen the head of a row stands above its figures, unless they are too many. */
export function groupedTable(label: string, columns: readonly Column[], groups: readonly RowGroup[]): Markup {
  const bodies = groups
    .filter(({ rows }) => rows.length > 0)
    .map(
      ({ title, rows }) =>
        html`<tbody>
          <tr class="group">
            <th scope="rowgroup" colspan="${columns.length}">${title}</th>
          </tr>
          ${rows.map((cells) => rowOf(columns, cells))}
        </tbody>`,
    );
  return framed(label, columns.length > columnsOfPhone ? 'scroll' : 'scroll columned', columns, html`${bodies}`);
}

function frame(label: string, kind: string, columns: readonly Column[], rows: readonly (readonly Content[])[]): Markup {
  const body = html`<tbody>
    ${rows.map((cells) => rowOf(columns, cells))}
  </tbody>`;
  return framed(label, `${kind}${rows.length > longRows ? ' long' : ''}`, columns, body);
}

function framed(label: string, kind: string, columns: readonly Column[], bodies: Markup): Markup {
  const head = columns.map(
    ({ title, isNumber }) => html`<th scope="col" class="${isNumber === true && 'number'}">${title}</th>`,
  );
  return html`<div class="${kind}" role="region" aria-label="${label}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      ${bodies}
    </table>
  </div>`;
}

function rowOf(columns: readonly Column[], cells: readonly Content[]): Markup {
  const made = cells.map((content, index) => {
    const kind = columns[index]?.isNumber === true && 'number';
    const title = columns[index]?.title;
    if (index === 0) return html`<th scope="row" class="${kind}">${content}</th>`;
    return html`<td class="${kind}" data-title="${typeof title === 'string' ? title : ''}">${content}</td>`;
  });
  return html`<tr>
    ${made}
  </tr> `;
}
