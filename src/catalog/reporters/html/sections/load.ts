/** Where every arrival went: answered, in doubt, or never sent and why; and what that did to the error budget. */
import { formatCount, formatPercent } from '../../../../kit/format.js';
import { ratesSentence } from '../../../../kit/rates-sentence.js';
import { retriesSentence } from '../../../../kit/retries-sentence.js';
import { statusesSentence } from '../../../../kit/statuses-sentence.js';
import type { LoadTotals, RunRecord } from '../../../../model/run-record.js';
import { html, type Content, type Markup } from '../markup.js';
import { table } from '../table.js';
import { term } from '../term.js';

export function loadSection({ totals, series, durationMs }: RunRecord): Markup {
  return html`<section id="outcomes">
    <h2>Outcomes</h2>
    <p>${availabilitySentence(totals)}</p>
    ${shareBar(totals)}
    <div class="columns">
      <div>${outcomeTable(totals)}</div>
      <div>
        ${countTable('Dropped arrivals by reason', 'Why dropped', totals.dropped, 'No arrival was dropped.')}${countTable('Failed attempts by error class', 'Why attempts failed', totals.errors, 'No attempt ended with an error.')}
        <p class="quiet">
          ${retriesSentence({ totals, series }) || `${formatCount(totals.attempts)} attempts were made, none of them a retry.`}
          ${statusesSentence(totals.statuses)} ${ratesSentence({ ...totals, lastsMs: durationMs })}
        </p>
      </div>
    </div>
  </section>`;
}

function availabilitySentence(totals: LoadTotals): Content {
  const { availabilityRatio, timeAvailabilityRatio, good, arrivals, errorBudget } = totals;
  if (availabilityRatio === null) return html`${term('availability', 'Availability')} was not measured.`;
  const daily = errorBudget.dailyShareAt9999;
  const yearly = errorBudget.yearlyShareAt9999;
  const budget =
    daily === null || yearly === null
      ? ''
      : ` Against 99.99 % this run used ${formatPercent(round(daily))} of a day's error budget and ${formatPercent(round(yearly))} of a year's.`;
  return html`${formatPercent(availabilityRatio)} of the scheduled arrivals were ${term('good')}
  (${term('availability')} by requests, which is what gates judge, warm-up excluded; ${formatCount(good)} good of
  ${formatCount(arrivals)} arrivals in the whole run). ${formatPercent(timeAvailabilityRatio)} of the measured time was
  no ${term('outage')} (${term('availability by time')}, which no gate judges).${budget}`;
}

const parts = [
  ['acknowledged', 'acknowledged', 'acknowledged'],
  ['declined', 'declined', 'declined'],
  ['aborted', 'aborted', 'aborted'],
  ['inDoubt', 'in doubt', 'in-doubt'],
  ['dropped', 'dropped', 'dropped'],
  ['unrecorded', 'unrecorded', 'unrecorded'],
] as const;

/** One bar of all arrivals; a part too thin to see is still in the table. */
function shareBar({ outcomes, arrivals }: LoadTotals): Markup {
  let at = 0;
  const rects = parts.map(([key, , kind]) => {
    const width = (outcomes[key] / Math.max(1, arrivals)) * 100;
    const rect = html`<rect
      class="part-${kind}"
      x="${at.toFixed(3)}%"
      y="0"
      width="${width.toFixed(3)}%"
      height="14"
    />`;
    at += width;
    return rect;
  });
  return html`<svg class="share" width="100%" height="14" aria-hidden="true">${rects}</svg>`;
}

function outcomeTable({ outcomes, arrivals }: LoadTotals): Markup {
  const columns = [
    { title: 'Final outcome' },
    { title: 'Arrivals', isNumber: true },
    { title: 'Share', isNumber: true },
  ];
  const rows = parts
    .filter(([key]) => key !== 'unrecorded' || outcomes.unrecorded > 0)
    .map(([key, name, kind]) => [
      html`<span class="chip part-${kind}" aria-hidden="true"></span>${term(name)}`,
      formatCount(outcomes[key]),
      formatPercent(round(outcomes[key] / Math.max(1, arrivals))),
    ]);
  return table('Final outcomes', columns, [...rows, ['all', formatCount(arrivals), '100 %']]);
}

function countTable(label: string, title: string, counts: Readonly<Record<string, number>>, none: string): Markup {
  const rows = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, left], [, right]) => right - left)
    .map(([name, count]) => [name, formatCount(count)]);
  if (rows.length === 0) return html`<p>${none}</p>`;
  return table(label, [{ title }, { title: 'Count', isNumber: true }], rows);
}

/** Shares are printed with two significant digits: more would not be read. */
function round(ratio: number): number {
  return ratio >= 0.995 ? ratio : Number(ratio.toPrecision(2));
}
