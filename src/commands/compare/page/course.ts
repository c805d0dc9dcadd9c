/** The same stretch of time under every variant, one lane below the other: which share of the payments went through, and what was broken meanwhile. */
import { beginOf, timelineEndMs, windowOf } from '../../../catalog/reporters/html/page-data.js';
import { html, type Content, type Markup } from '../../../catalog/reporters/html/markup.js';
import { linearScale, type Scale } from '../../../catalog/reporters/html/scale.js';
import { drawing } from '../../../catalog/reporters/html/sections/waterfall.js';
import { table } from '../../../catalog/reporters/html/table.js';
import { term } from '../../../catalog/reporters/html/term.js';
import { formatClock, formatDuration, formatPercent } from '../../../kit/format.js';
import type { FaultRecovery } from '../../../model/recovery.js';
import type { RunRecord } from '../../../model/run-record.js';
import { shareOf } from '../figures.js';
import type { Variant } from '../read-variants.js';
import { placeLabels } from './place-labels.js';
import { badStretches, shareSteps, type ShareSteps } from './share-steps.js';

interface Lane {
  readonly variant: Variant;
  readonly record: RunRecord;
  readonly steps: ShareSteps;
}

export function courseSection(variants: readonly Variant[]): Markup {
  const lanes = variants.flatMap((variant): readonly Lane[] => {
    const { record } = variant;
    return record === null ? [] : [{ variant, record, steps: shareSteps(record.series) }];
  });
  const gone = variants.filter(({ record }) => record === null).map(({ run }) => run);
  return html`<section id="course">
    <h2>Second by second</h2>
    ${lanes.length > 0 && lanesOf(lanes)}
    ${gone.map(({ value, folder }) => html`<p>What happened second by second with ${value} is not drawn: ${folder}/record.json could not be read.</p>`)}
  </section>`;
}

function lanesOf(lanes: readonly Lane[]): Markup {
  const endMs = Math.max(...lanes.map(({ record }) => timelineEndMs(record)));
  const scale = linearScale(endMs, 8);
  const width = Math.max(...lanes.map(({ steps }) => steps.stepMs));
  const isMerged = lanes.some(({ steps, record }) => steps.stepMs > record.series.stepMs);
  const ofTime = `${isMerged ? 'the worst second of ' : ''}each ${width === 1_000 ? 'second' : formatDuration(width)}`;
  return html`<p>
      The share of payments that were ${term('good')} in ${ofTime}: all of them at the top of a lane, none at its foot.
      What was broken is shaded; a dark bar at the foot is an ${term('outage')}.
    </p>
    <div class="waterfall shares">
      ${faultRow(lanes, scale)} ${lanes.map((lane) => laneRow(lane, scale))}
      <div class="row axis" aria-hidden="true">
        <span></span
        ><span></span
        >${drawing(scale.ticks.map((tick) => html`<text x="${scale.at(tick)}%" y="12" text-anchor="middle">${formatClock(tick)}</text>`))}
      </div>
    </div>
    <details>
      <summary>Where fewer than 99 % went through, as a table</summary>
      ${stretchTable(lanes)}
    </details>`;
}

const labelRowPx = 16;

/** Faults come at the same time in every variant, so their names stand once. */
function faultRow([first]: readonly Lane[], scale: Scale): Content {
  const { recoveries } = first?.record ?? { recoveries: [] };
  if (recoveries.length === 0) return null;
  const labels = placeLabels(recoveries.map((each) => ({ text: each.fault, at: scale.at(beginOf(each)) })));
  const rows = 1 + Math.max(...labels.map(({ row }) => row));
  return html`<div class="row axis" aria-hidden="true">
    <span></span><span></span
    ><svg class="bars" width="100%" height="${rows * labelRowPx}">
      ${labels.map(({ text, at, row, anchor }) => html`<text class="fault-name" x="${at}%" y="${row * labelRowPx + 12}" text-anchor="${anchor}">${text}</text>`)}
    </svg>
  </div> `;
}

const laneHeightPx = 64;
const topPx = 5;
const footPx = 59;

function laneRow({ variant: { run }, record, steps }: Lane, scale: Scale): Markup {
  return html`<div class="row">
    <span class="name"><strong>${run.value}</strong></span
    ><span class="value">${shareOf(run)} <span class="quiet">overall</span></span
    ><svg class="bars" width="100%" height="${laneHeightPx}" aria-hidden="true">
      ${record.recoveries.map((each) => windowArea(each, record, scale))}
      <line class="grid" x1="0" x2="100%" y1="${topPx}" y2="${topPx}" />
      <line class="grid" x1="0" x2="100%" y1="${footPx}" y2="${footPx}" />
      <text class="tick" x="0" dx="-6" y="${topPx + 4}">100 %</text>
      <text class="tick" x="0" dx="-6" y="${footPx + 3}">0 %</text>
      ${curveOf(steps, scale)} ${outagesOf(record, scale)}
    </svg>
  </div> `;
}

function windowArea(recovery: FaultRecovery, record: RunRecord, scale: Scale): Markup {
  const { fromMs, toMs } = windowOf(recovery, record);
  const from = scale.at(fromMs);
  return html`<rect
    class="fault-area"
    x="${from}%"
    y="0"
    width="${Math.max(0.3, scale.at(toMs) - from).toFixed(2)}%"
    height="${laneHeightPx}"
  />`;
}

/** Steps, stretched to the width of the lane: a thousand units are all of it. */
function curveOf({ fromMs, stepMs, shares }: ShareSteps, scale: Scale): Markup {
  const x = (index: number): number => Math.round(scale.at(fromMs + index * stepMs) * 100) / 10;
  const line = shares.map((share, index) => {
    if (share === null) return '';
    const start = (shares[index - 1] ?? null) === null ? `M${x(index)} ${heightOf(share)}` : `V${heightOf(share)}`;
    return `${start}H${x(index + 1)}`;
  });
  const area = shares.map((share, index) =>
    share === null ? '' : `M${x(index)} ${footPx}V${heightOf(share)}H${x(index + 1)}V${footPx}Z`,
  );
  return html`<svg
    x="0"
    y="0"
    width="100%"
    height="${laneHeightPx}"
    viewBox="0 0 1000 ${laneHeightPx}"
    preserveAspectRatio="none"
  >
    <path class="share-area" d="${area.join('')}" />
    <path class="share-line" d="${line.join('')}" />
  </svg>`;
}

function heightOf(share: number): number {
  return Math.round((footPx - share * (footPx - topPx)) * 10) / 10;
}

/** Their width is true whatever a second shows. */
function outagesOf({ recoveries }: RunRecord, scale: Scale): Content {
  const stretches = new Map(
    recoveries
      .flatMap(({ outages, healOutages }) => [...outages, ...healOutages])
      .map((each) => [each.fromMs, each] as const),
  );
  return [...stretches.values()].map(({ fromMs, toMs }) => {
    const x = scale.at(fromMs);
    return html`<rect
      class="outage"
      x="${x}%"
      y="${footPx}"
      width="${Math.max(0.2, scale.at(toMs) - x).toFixed(2)}%"
      height="5"
    />`;
  });
}

const stretchesMax = 20;

function stretchTable(lanes: readonly Lane[]): Markup {
  const columns = [
    { title: 'Variant' },
    { title: 'From', isNumber: true },
    { title: 'To', isNumber: true },
    { title: 'Lowest share', isNumber: true },
  ];
  const rows = lanes.flatMap(({ variant: { run }, steps }): readonly (readonly Content[])[] => {
    const found = badStretches(steps);
    const shown = found
      .slice(0, stretchesMax)
      .map(({ fromMs, toMs, lowest }) => [run.value, formatClock(fromMs), formatClock(toMs), formatPercent(lowest)]);
    if (found.length === 0) return [[run.value, 'never', '–', '–']];
    const more = found.length - shown.length;
    return more === 0 ? shown : [...shown, [run.value, `and ${more} more`, '–', '–']];
  });
  return table('Where fewer than 99 % went through', columns, rows);
}
