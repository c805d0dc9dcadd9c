/** A word with its definition one hover or tap away, and in the glossary for those who print. */
import { glossary, type Term } from '../words/glossary.js';
import { html, type Markup } from './markup.js';

export function term(name: Term, text: string = name): Markup {
  return html`<a class="term" href="#${termId(name)}">${text}</a>`;
}

export function termId(name: Term): string {
  return `term-${name.replace(/ /g, '-')}`;
}

export function glossarySection(): Markup {
  const names = (Object.keys(glossary) as Term[]).sort();
  const entries = names.map(
    (name) =>
      html`<div>
        <dt id="${termId(name)}">${name}</dt>
        <dd>${glossary[name]}</dd>
      </div>`,
  );
  return html`<section id="glossary">
    <h2>Glossary</h2>
    <dl class="glossary">${entries}</dl>
  </section>`;
}
