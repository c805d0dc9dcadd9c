/** The page's status marks as drawings: the same shapes on every machine, readable without colour, always beside their word. */
import type { StatusWord } from '../words/status.js';
import { html, type Markup } from './markup.js';

const paths: Readonly<Record<string, Markup>> = {
  '✔': html`<path d="M3 8.5l3.4 3.4L13 4.6" />`,
  '✘': html`<path d="M4 4l8 8M12 4l-8 8" />`,
  '✕': html`<path d="M4 4l8 8M12 4l-8 8" />`,
  '?': html`<path d="M5.2 6a2.8 2.8 0 1 1 4 2.5c-.9.5-1.2.9-1.2 1.8M8 13v.2" />`,
  '!': html`<path d="M8 3v6.5M8 12.8v.2" />`,
  '○': html`<circle cx="8" cy="8" r="4.6" />`,
};

/** Icon and word, coloured by their tone. */
export function statusMark({ icon, word, tone }: StatusWord): Markup {
  return html`<span class="status ${tone}">${iconOf(icon)}<span>${word}</span></span>`;
}

export function iconOf(icon: string): Markup {
  const path = paths[icon];
  if (path === undefined) return html`<span class="glyph" aria-hidden="true">${icon}</span>`;
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${path}</svg>`;
}
