/** What every page begins with: its title, its mark, and a policy that lets nothing run but what came with it, and nothing be fetched. */
import { createHash } from 'node:crypto';
import { html, type Markup } from './markup.js';

const icon =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Cpath d=%22M9 1 3 9h4l-1 6 7-9H9z%22 fill=%22%230067a6%22/%3E%3C/svg%3E';

/** `script`: null for a page without one. */
export function headOf(
  title: string,
  { script, styles }: { readonly script: string | null; readonly styles: readonly string[] },
): Markup {
  return html`<meta http-equiv="Content-Security-Policy" content="${policyOf(script, styles)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <title>${title}</title>
    <link rel="icon" href="${icon}" /> `;
}

/** Only what is named by its hash may run; nothing may be fetched, framed or sent. */
function policyOf(script: string | null, styles: readonly string[]): string {
  const scripts = script === null ? "'none'" : hash(script);
  return `default-src 'none'; script-src ${scripts}; style-src ${styles.map(hash).join(' ')}; img-src data:; base-uri 'none'; form-action 'none'`;
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
