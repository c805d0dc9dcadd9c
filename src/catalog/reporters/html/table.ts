/** Tables of the page: a caption or label, a head, and a frame that scrolls by itself on a narrow screen. */
import { html, type Content, type Markup } from './markup.js';

export interface Column {
  readonly title: Content;
  readonly isNumber?: boolean;
}

/** `label` names the table for people who do not see it; rows have one content per column, the first is the row's head. */
export function table(label: string, columns: readonly Column[], rows: readonly (readonly Content[])[]): Markup {
  const head = columns.map(
    ({ title, isNumber }) => html`<th scope="col" ${isNumber === true && html` class="number"`}>${title}</th>`,
  );
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => rowOf(columns, row))}
      </tbody>
    </table>
  </div>`;
}

function rowOf(columns: readonly Column[], row: readonly Content[]): Markup {
  const cells = row.map((content, index) => {
    const isNumber = columns[index]?.isNumber === true && html` class="number"`;
    return index === 0 ? html`<th scope="row" ${isNumber}>${content}</th>` : html`<td${isNumber}>${content}</td>`;
  });
  return html`<tr>
    ${cells}
  </tr> `;
}
