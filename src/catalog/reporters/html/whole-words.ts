/** Keeps words of a narrow column whole: a browser would break the name of a fault at each hyphen in it. */
import { html, type Content } from './markup.js';

/** Longer ones would push other columns away. */
const lettersMax = 26;

export function wholeWords(text: string): Content {
  return text
    .split(/(?<= )/u)
    .map((word) => (word.includes('-') && word.length <= lettersMax ? html`<span class="whole">${word}</span>` : word));
}
