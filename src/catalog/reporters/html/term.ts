/** A word with its definition one hover or tap away, and in the glossary for those who print. */
import { glossary, studyTerms, type Term } from '../words/glossary.js';
import { html, type Markup } from './markup.js';

export function term(name: Term, text: string = name): Markup {
  return html`<a class="term" href="#${termId(name)}">${text}</a>`;
}

export function termId(name: Term): string {
  return `term-${name.replace(/ /g, '-')}`;
}

/** Of the terms that a page uses. */
export function glossarySection(terms: readonly Term[] = runTerms()): Markup {
  const names = terms.toSorted();
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

/** All but those that only pages of many runs use. */
function runTerms(): readonly Term[] {
  return (Object.keys(glossary) as Term[]).filter((name) => !studyTerms.includes(name));
}
