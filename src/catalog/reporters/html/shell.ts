/** What every page shares: one file that needs no network, a policy that would not let it have one, and a foot on each printed page. */
import type { Assets } from './assets.js';
import { html, type Markup } from './markup.js';
import { policyHash } from './policy-hash.js';

export interface Shell {
  readonly title: string;
  /** The sentence beside SIMULATED across the top; null where a database took part. */
  readonly simulated: string | null;
  readonly main: Markup;
  readonly bottom: string;
  /** On each printed page, on the left and in the middle. */
  readonly printed: { readonly left: string; readonly center: string };
  /** For the page's script; left out where it needs none. */
  readonly data?: unknown;
}

export function renderShell(shell: Shell, { script, style, icon }: Assets): string {
  const footer = printFooter(shell.printed);
  const data =
    shell.data === undefined
      ? ''
      : `<script type="application/json" id="page-data">${jsonForScript(shell.data)}</script>\n`;
  // Script, style and data are the only texts that the template must not touch: they are ours, or escaped for their own place.
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    html`<meta http-equiv="Content-Security-Policy" content="${policyOf(script, [style, footer])}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <title>${shell.title}</title>
      <link rel="icon" href="${icon}" /> `.text,
    `<style>${style}</style>\n<style>${footer}</style>\n</head>\n`,
    bodyOf(shell).text,
    data,
    `<script>${script}</script>\n</body>\n</html>\n`,
  ].join('');
}

function bodyOf({ simulated, main, bottom }: Shell): Markup {
  return html`<body>
    ${
      simulated !== null &&
      html`<aside class="simulated" aria-label="Simulated"><strong>SIMULATED</strong> ${simulated}</aside>`
    }
    <main>
      ${main}
      <div id="definition" role="tooltip" hidden></div>
    </main>
    <footer class="bottom">
      <p>${bottom}</p>
    </footer>
  </body> `;
}

/** `sections`: id and title of each. */
export function contentsOf(sections: readonly (readonly [id: string, title: string])[]): Markup {
  return html`<nav class="contents" aria-label="Contents">
    ${sections.map(([id, title]) => html`<a href="#${id}">${title}</a>`)}
  </nav>`;
}

/** Only what is named by its hash may run; nothing may be fetched, framed or sent. */
function policyOf(script: string, styles: readonly string[]): string {
  return `default-src 'none'; script-src ${policyHash(script)}; style-src ${styles.map(policyHash).join(' ')}; img-src data:; base-uri 'none'; form-action 'none'`;
}

/** Letters, digits and a few marks only: this text stands in a style sheet. */
function printFooter({ left, center }: Shell['printed']): string {
  const font = 'font: 8pt system-ui, sans-serif; color: #555';
  return `@page{@bottom-left{content:"${plain(left)}";${font}}@bottom-center{content:"${plain(center)}";${font}}@bottom-right{content:counter(page) " / " counter(pages);${font}}}`;
}

/** JSON that cannot end its script element or start a comment in it. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function plain(text: string): string {
  return text.replace(/[^\p{L}\p{N} ,._:-]/gu, '').slice(0, 80);
}
