/** Leads from the page of a study to the report of one of its runs. */
import { html, type Markup } from '../../catalog/reporters/html/markup.js';

/** Halves of characters cannot be encoded. */
const unsound = /\p{Cs}/gu;

/** A path and never another address, whatever the folder is called. */
export function reportLink(folder: string, text: string = folder): Markup {
  const path = folder.replaceAll(unsound, '\ufffd').split('/').map(encodeURIComponent).join('/');
  return html`<a href="./${path}/report.html">${text}</a>`;
}
