/** A list of names and what they are, for what one looks up and does not read. */
import { html, type Content, type Markup } from './markup.js';

export function facts(list: readonly (readonly [Content, Content])[]): Markup {
  return html`<dl class="facts">
    ${list.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
