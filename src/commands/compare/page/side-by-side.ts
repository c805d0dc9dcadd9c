/** The figures of all variants in one table: what customers felt, what became of the money, what it costs, and the verdict. */
import { statusMark } from '../../../catalog/reporters/html/icon.js';
import { html, type Content, type Markup } from '../../../catalog/reporters/html/markup.js';
import { groupedTable } from '../../../catalog/reporters/html/table.js';
import { term } from '../../../catalog/reporters/html/term.js';
import { verdictWords, type StatusWord } from '../../../catalog/reporters/words/status.js';
import { formatDuration } from '../../../kit/format.js';
import type { ComparedRun, ComparisonRecord } from '../../../model/comparison.js';
import type { Measured } from '../../../model/recovery.js';
import { objectiveOf, standingOf, type Standing } from '../../../verdict/answers/objective.js';
import { reportLink } from '../../study/report-link.js';
import type { Variant } from '../read-variants.js';
import { bestOf, groups, measuresOf, oneRunEach, type Measure } from '../measures.js';

export function figuresSection(record: ComparisonRecord, variants: readonly Variant[]): Markup {
  const { runs, findings, cut } = record;
  if (runs.length === 0)
    return html`<section id="figures">
      <h2>Side by side</h2>
      <p>No variant was played to its end yet.</p>
    </section>`;
  return html`<section id="figures">
    <h2>Side by side</h2>
    ${tableOfRuns(record, variants)}
    <p>
      “Best” stands only where the error bars leave no doubt, and ± is what the run itself tells of its error.
      ${oneRunEach.replaceAll('`', '')}
    </p>
    <ul>
      ${findings.reasons.map((reason) => html`<li>${reason}</li>`)}
      ${cut.map(({ value, folder }) => html`<li>${value} was cut short once (${folder}) and done again.</li>`)}
    </ul>
  </section>`;
}

function tableOfRuns({ runs, scenario }: ComparisonRecord, variants: readonly Variant[]): Markup {
  const measures = measuresOf(runs);
  // A profile may promise something else.
  const objectives = runs.map((_run, place) => objectiveOf(variants[place]?.record?.scenario ?? scenario));
  const columns = [{ title: 'Measure' }, ...runs.map(({ value }) => ({ title: value, isNumber: true }))];
  const rowsOf = (group: Measure['group']): readonly (readonly Content[])[] =>
    measures.filter((measure) => measure.group === group).map((measure) => rowOf(measure, runs, objectives));
  const links = [['Report', ...runs.map(({ folder }) => reportLink(folder))]];
  return groupedTable(
    'All variants side by side',
    columns,
    groups.map((title) => ({ title, rows: title === 'Verdict' ? [...rowsOf(title), ...links] : rowsOf(title) })),
  );
}

function rowOf(
  measure: Measure,
  runs: readonly ComparedRun[],
  objectives: readonly (number | null)[],
): readonly Content[] {
  const best = bestOf(measure, runs);
  const name = measure.name.charAt(0).toUpperCase() + measure.name.slice(1);
  return [
    measure.term === undefined ? name : term(measure.term, name),
    ...runs.map((run, place) => [
      cellOf(measure, run),
      place === best && html`<span class="note">${statusMark({ icon: '✔', word: 'best', tone: 'good' })}</span>`,
      promiseNote(measure.promised?.(run) ?? null, run, objectives[place] ?? null),
    ]),
  ];
}

function cellOf(measure: Measure, run: ComparedRun): Content {
  if (measure.name === 'verdict') return statusMark(verdictWords[run.verdict]);
  const text = measure.cell(run);
  return measure.isWrong?.(run) === true ? statusMark({ icon: '✘', word: text, tone: 'violation' }) : text;
}

const standings: Readonly<Record<Standing, StatusWord>> = {
  within: { icon: '✔', word: 'met', tone: 'good' },
  beyond: { icon: '✘', word: 'not met', tone: 'violation' },
  undecided: { icon: '?', word: 'undecided', tone: 'warm' },
  unseen: { icon: '?', word: 'not seen to end', tone: 'warm' },
};

function promiseNote(measured: Measured | null, { verdict }: ComparedRun, objectiveMs: number | null): Content {
  if (measured === null || objectiveMs === null) return null;
  const word = standings[standingOf(measured, objectiveMs, verdict === 'inconclusive')];
  return html`<span class="note"
    ><span class="quiet">objective ${formatDuration(objectiveMs)}:</span> ${statusMark(word)}</span
  >`;
}
