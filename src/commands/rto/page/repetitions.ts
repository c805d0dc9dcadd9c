/** Every repetition with a link to its own report; those that do not count with the reason, so that nobody has to ask what was left out. */
import { statusMark } from '../../../catalog/reporters/html/icon.js';
import { html, type Content, type Markup } from '../../../catalog/reporters/html/markup.js';
import { table } from '../../../catalog/reporters/html/table.js';
import { term } from '../../../catalog/reporters/html/term.js';
import { formatMeasured } from '../../../kit/format.js';
import type { Repetition, RtoRecord } from '../../../model/rto.js';
import { reportLink } from '../../study/report-link.js';
import {
  baselineOf,
  healOutagesOf,
  lossOf,
  phaseOf,
  recoveryTimesOf,
  verdictOf,
  victimsOf,
} from '../repetition-words.js';

export function repetitionsSection(record: RtoRecord): Markup {
  return html`<section id="repetitions">
    <h2>Repetitions</h2>
    ${repetitionTable('Repetitions', record)} ${openOnes(record)} ${cutOnes(record)}
  </section>`;
}

/** `label` names it for people who do not see it. */
export function repetitionTable(label: string, record: RtoRecord): Markup {
  const columns = [
    { title: '#', isNumber: true },
    { title: 'Victim' },
    { title: term('phase of a fault', 'Phase'), isNumber: true },
    { title: 'Recovery time', isNumber: true },
    { title: 'Outage', isNumber: true },
    { title: 'Heal outage', isNumber: true },
    { title: term('baseline', 'Baseline'), isNumber: true },
    { title: 'Lost', isNumber: true },
    { title: 'Verdict' },
    { title: 'Report' },
  ];
  const rows = record.repetitions.map(rowOf);
  return rows.length === 0 ? html`<p>None was played.</p>` : table(label, columns, rows);
}

function rowOf(repetition: Repetition): readonly Content[] {
  return [
    String(repetition.variation.repetition),
    victimsOf(repetition),
    phaseOf(repetition),
    recoveryTimesOf(repetition),
    repetition.recoveries.map(({ outageMs }) => formatMeasured(outageMs ?? null)).join(', ') || '–',
    healOutagesOf(repetition),
    baselineOf(repetition),
    lossOf(repetition),
    statusMark(verdictOf(repetition)),
    reportLink(repetition.folder),
  ];
}

function openOnes({ repetitions }: RtoRecord): Content {
  const open = repetitions.filter((each) => each.inconclusive !== null);
  if (open.length === 0) return null;
  return html`<h3>Those that do not count</h3>
    <ul>
      ${open.map((each) => html`<li>Repetition ${each.variation.repetition}: ${each.inconclusive} It saw ${recoveryTimesOf(each)}.</li>`)}
    </ul>`;
}

function cutOnes({ cut, pooled }: RtoRecord): Content {
  if (cut.length === 0) return null;
  return html`<h3>Those that were cut short</h3>
    <ul>
      ${cut.map(({ repetition, folder }) => html`<li>Repetition ${repetition} (${folder}) ${pooled === undefined ? 'was done again' : 'does not count'}.</li>`)}
    </ul>`;
}
