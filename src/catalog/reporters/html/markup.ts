/** A tagged template that escapes every value by default, so that no text of a scenario or a server can become markup. */

const isMarkup: unique symbol = Symbol('markup');

/** Finished HTML. Only `html` makes it: the symbol cannot come out of JSON. */
export interface Markup {
  readonly [isMarkup]: true;
  readonly text: string;
}

export type Content = string | number | Markup | null | undefined | false | readonly Content[];

/** Values are for element content and for quoted attributes; never for names, scripts, styles or addresses. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const text = strings.map((string, index) => string + (index < values.length ? contentText(values[index]) : ''));
  return { [isMarkup]: true, text: text.join('') };
}

function contentText(value: Content): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  if (isList(value)) return value.map(contentText).join('');
  // A stored record may hold an object where a text should be: only our own symbol makes it markup.
  return isMarkup in value ? value.text : escapeHtml(JSON.stringify(value));
}

function isList(value: Content): value is readonly Content[] {
  return Array.isArray(value);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Control characters but tab and line feed, marks that reverse the writing direction, halves of characters. */
const unseen = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/gu;

/** Also replaces what a parser would drop or a reader could not see. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => entities[character] ?? character).replace(unseen, '\ufffd');
}
