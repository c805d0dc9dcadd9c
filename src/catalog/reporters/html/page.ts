/** Puts the page together: one file that needs no network, and a policy that would not let it have one. */
import type { RunRecord } from '../../../model/run-record.js';
import { verdictWords } from '../words/status.js';
import type { Assets } from './assets.js';
import { headOf } from './head.js';
import { html, type Markup } from './markup.js';
import { pageDataOf } from './page-data.js';
import { checksSection } from './sections/checks.js';
import { environmentSection, instrumentSection, reproduceSection } from './sections/environment.js';
import { gatesSection } from './sections/gates.js';
import { latencySection } from './sections/latency.js';
import { loadSection } from './sections/load.js';
import { reconciliationSection } from './sections/reconciliation.js';
import { recoverySection } from './sections/recovery.js';
import { timelineSection } from './sections/timeline.js';
import { startOf, verdictSection } from './sections/verdict.js';
import { glossarySection } from './term.js';

const contents = [
  ['gates', 'Gates'],
  ['recovery', 'Recovery'],
  ['timeline', 'Timeline'],
  ['latency', 'Latency'],
  ['outcomes', 'Outcomes'],
  ['reconciliation', 'Reconciliation'],
  ['checks', 'Checks'],
  ['environment', 'Environment'],
  ['reproduce', 'Reproduce'],
  ['glossary', 'Glossary'],
] as const;

export function renderPage(record: RunRecord, { script, style }: Assets): string {
  const footer = printFooter(record);
  // Script, style and data are the only texts that the template must not touch: they are ours, or escaped for their own place.
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    headOf(`${verdictWords[record.verdict].word}: ${record.scenario.name}, ${startOf(record)}`, {
      script,
      styles: [style, footer],
    }).text,
    `<style>${style}</style>\n<style>${footer}</style>\n</head>\n`,
    bodyOf(record).text,
    `<script type="application/json" id="page-data">${jsonForScript(pageDataOf(record))}</script>\n`,
    `<script>${script}</script>\n</body>\n</html>\n`,
  ].join('');
}

function bodyOf(record: RunRecord): Markup {
  return html`<body>
    ${
      record.isSimulated &&
      html`<aside class="simulated" aria-label="Simulated run">
        <strong>SIMULATED</strong> No real database took part in this run.
      </aside>`
    }
    <main>
      ${verdictSection(record)}
      <nav class="contents" aria-label="Contents">
        ${contents.map(([id, title]) => html`<a href="#${id}">${title}</a>`)}
      </nav>
      ${gatesSection(record)} ${recoverySection(record)} ${timelineSection(record)} ${latencySection(record)}
      ${loadSection(record)} ${reconciliationSection(record)} ${checksSection(record)} ${instrumentSection(record)}
      ${environmentSection(record)} ${reproduceSection(record)} ${glossarySection()}
    </main>
    <footer class="bottom">
      <p>paystorm ${record.toolVersion} · run ${record.runId} · exit code ${record.exitCode}</p>
    </footer>
    <div id="definition" role="tooltip" hidden></div>
  </body> `;
}

/** Verdict and run on each printed page. Letters, digits and a few marks only: this text stands in a style sheet. */
function printFooter(record: RunRecord): string {
  const left = `${plain(record.scenario.name)}: ${record.verdict}${record.isSimulated ? ', SIMULATED' : ''}`;
  const font = 'font: 8pt system-ui, sans-serif; color: #555';
  return `@page{@bottom-left{content:"${left}";${font}}@bottom-center{content:"run ${plain(record.runId)}";${font}}@bottom-right{content:counter(page) " / " counter(pages);${font}}}`;
}

/** JSON that cannot end its script element or start a comment in it. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function plain(text: string): string {
  return text.replace(/[^\p{L}\p{N} ._:-]/gu, '').slice(0, 80);
}
