/** The checks: one statement each, with examples of what is wrong. */
import { formatCount, formatMoney } from '../../../../kit/format.js';
import type { CheckResult, RunRecord } from '../../../../model/run-record.js';
import { checkWord, questionTitles } from '../../words/status.js';
import { statusMark } from '../icon.js';
import { html, type Content, type Markup } from '../markup.js';
import { cardTable } from '../table.js';

const examplesMax = 20;

export function checksSection({ checks }: RunRecord): Markup {
  const columns = [{ title: 'Check' }, { title: 'Question' }, { title: 'Finding' }, { title: 'Verdict' }];
  const body = checks.length === 0 ? html`<p>No check was run.</p>` : cardTable('Checks', columns, checks.map(rowOf));
  return html`<section id="checks">
    <h2>Checks</h2>
    ${body}
  </section>`;
}

function rowOf(check: CheckResult): readonly Content[] {
  return [
    html`<code>${check.check}</code>`,
    questionTitles[check.question].replace('?', ''),
    html`${check.statement}${check.money !== null && check.money > 0 && html` <span class="quiet">${formatMoney(check.money)} concerned.</span>`}${examplesOf(check)}`,
    statusMark(checkWord(check)),
  ];
}

/** Anomalies have a section of their own. */
function examplesOf({ anomalies, examples: list, count }: CheckResult): Content {
  if (anomalies !== undefined) return html` <a href="#anomalies">Told one by one.</a>`;
  if (list.length === 0) return null;
  const items = list.slice(0, examplesMax).map((example) => html`<li>${example}</li>`);
  return html`<details>
    <summary>Examples (${Math.min(list.length, examplesMax)} of ${formatCount(Math.max(count, list.length))})</summary>
    <ul class="examples">
      ${items}
    </ul>
  </details>`;
}
