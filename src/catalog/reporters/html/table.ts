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

function frame(label: string, kind: string, columns: readonly Column[], rows: readonly (readonly Content[])[]): Markup {
  const head = columns.map(
    ({ title, isNumber }) => html`<th scope="col" class="${isNumber === true && 'number'}">${title}</th>`,
  );
  const body = rows.map((cells) => rowOf(columns, cells));
  return html`<div class="${kind}${rows.length > longRows && ' long'}" role="region" aria-label="${label}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
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
