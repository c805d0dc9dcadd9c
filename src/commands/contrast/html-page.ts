/** A contrast as one self-contained page, in the style of the report: the verdict, what differs, and every measure with its interval drawn. */
import { loadAssets } from '../../catalog/reporters/html/assets.js';
import { iconOf, statusMark } from '../../catalog/reporters/html/icon.js';
import { html, type Content, type Markup } from '../../catalog/reporters/html/markup.js';
import { renderShell } from '../../catalog/reporters/html/shell.js';
import { cardTable, table } from '../../catalog/reporters/html/table.js';
import { counted } from '../../kit/format.js';
import type { Contrast, ContrastMeasure, ContrastRecord, ContrastSide } from '../../model/contrast.js';
import { shiftBar } from './shift-bar.js';
import {
  chanceWords,
  contrastWords,
  intervalWords,
  meaningOfContrast,
  measureWords,
  methodSentences,
  shiftWords,
  sideWords,
} from './measure-words.js';

export function contrastPage(record: ContrastRecord): string {
  const { before, contrasts, toolVersion, exitCode } = record;
  const words = contrasts.map(({ verdict }) => contrastWords[verdict].word).join(', ');
  const title = `${words}: ${before.name} and ${contrasts.map(({ after }) => after.name).join(', ')}`;
  const isSimulated = [before, ...contrasts.map(({ after }) => after)].some((side) => side.isSimulated);
  const shell = {
    title,
    simulated: isSimulated ? 'Not all of these runs met a real database.' : null,
    main: html`${contrasts.map((contrast, index) => contrastSection(before, contrast, index))}`,
    bottom: `paystorm ${toolVersion} · exit code ${exitCode}: ${meaningOfContrast(exitCode)}`,
    printed: { left: title, center: '' },
  };
  return renderShell(shell, loadAssets('study'));
}

function contrastSection(before: ContrastSide, contrast: Contrast, index: number): Markup {
  const { after, verdict, reasons } = contrast;
  const { icon, word, tone } = contrastWords[verdict];
  const headline = contrast.measures.filter(({ isHeadline }) => isHeadline);
  const others = contrast.measures.filter(({ isHeadline }) => !isHeadline);
  return html`<header class="top">
      <p class="kicker">paystorm compare · before: ${sideOf(before)} · after: ${sideOf(after)}</p>
      ${index === 0 ? html`<h1><bdi>${after.scenario}</bdi></h1>` : html`<h2><bdi>${after.scenario}</bdi></h2>`}
      <p class="verdict ${tone}">${iconOf(icon)}<span>${word}</span></p>
      <ul class="reasons">
        ${reasons.map((reason) => html`<li>${reason}</li>`)}
      </ul>
    </header>
    <section>
      <h2>What is not the same</h2>
      ${differencesOf(contrast)}
    </section>
    <section>
      <h2>Headline measures</h2>
      ${measuresTable('Headline measures', headline)}
      <ul>
        ${methodSentences(contrast).map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
    </section>
    <section>
      <h2>Other measures</h2>
      <p>They tell where to look; the verdict does not look at them.</p>
      ${measuresTable('Other measures', others)}
    </section>`;
}

function sideOf({ name, runs }: ContrastSide): string {
  return `${name} (${counted(runs, 'run')})`;
}

function differencesOf({ differences }: Contrast): Markup {
  if (differences.length === 0)
    return html`<p>Nothing: scenario, target, machine and paystorm are those of before.</p>`;
  return table(
    'Differences',
    [{ title: 'Setting' }, { title: 'Before' }, { title: 'After' }],
    differences.map(({ what, before, after }) => [html`<code>${what}</code>`, before, after]),
  );
}

function measuresTable(label: string, measures: readonly ContrastMeasure[]): Markup {
  if (measures.length === 0) return html`<p>There are none.</p>`;
  const columns = [
    { title: 'Measure' },
    { title: 'Before', isNumber: true },
    { title: 'After', isNumber: true },
    { title: 'Shift', isNumber: true },
    { title: '95 % interval' },
    { title: 'p', isNumber: true },
    { title: '' },
  ];
  return cardTable(label, columns, measures.map(rowOf));
}

function rowOf(measure: ContrastMeasure): readonly Content[] {
  const isPlain = measure.status === 'same';
  return [
    html`<code>${measure.measure}</code>${!isPlain && html`<br /><span class="quiet">${measure.reason}</span>`}`,
    sideWords(measure.effect?.before, measure.unit),
    sideWords(measure.effect?.after, measure.unit),
    shiftWords(measure),
    html`${shiftBar(measure)}<span class="number">${intervalWords(measure)}</span>`,
    chanceWords(measure),
    statusMark(measureWords[measure.status]),
  ];
}
