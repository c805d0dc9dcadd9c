/** What all repetitions together prove, and, as plainly, what they do not. */
import { html, type Content, type Markup } from '../../../catalog/reporters/html/markup.js';
import type { RtoRecord } from '../../../model/rto.js';

export function claimsSection({ findings }: RtoRecord): Markup {
  const { conclusive, can, cannot } = findings;
  return html`<section id="claims">
    <h2>What ${conclusive} ${conclusive === 1 ? 'repetition' : 'repetitions'} can and cannot claim</h2>
    <div class="columns">${listOf('It can be said', can)} ${listOf('It cannot be said', cannot)}</div>
  </section>`;
}

function listOf(title: string, sentences: readonly string[]): Content {
  if (sentences.length === 0) return null;
  return html`<div>
    <h3>${title}</h3>
    <ul>
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </div>`;
}
