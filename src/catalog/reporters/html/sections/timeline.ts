/** The frame of the synchronised timeline: strips and lanes as drawings that need no script, canvases that the script fills. */
import { formatDuration, formatMeasured } from '../../../../kit/format.js';
import type { Interval, Stretch } from '../../../../model/recovery.js';
import type { NodeLane, RunRecord } from '../../../../model/run-record.js';
import { nodeStateWords } from '../../words/status.js';
import { html, type Content, type Markup } from '../markup.js';
import { pageDataOf, timelineEndMs } from '../page-data.js';
import { table } from '../table.js';

const panels = [
  { id: 'rate', title: 'Payments per second', height: 'tall' },
  { id: 'response', title: 'Response time (log scale)', height: 'tall' },
  { id: 'errors', title: 'Errors and in doubt per second, stacked', height: 'middle' },
  { id: 'dropped', title: 'Dropped arrivals per second', height: 'low' },
] as const;

export function timelineSection(record: RunRecord): Markup {
  return html`<section id="timeline">
    <h2>Timeline</h2>
    <p class="hint" id="timeline-hint">
      Drag across the charts to zoom, double-click or press Escape to see everything again. With the keyboard: arrow
      keys move the crosshair, with Shift ten steps; plus and minus zoom. All times are minutes and seconds since the
      first phase started.
    </p>
    <noscript
      ><p class="status warm">
        The charts need the page's own script. Everything else here, and record.json, can be read without it.
      </p></noscript
    >
    <div class="toolbar" id="timeline-toolbar"></div>
    <div
      class="timeline"
      id="timeline-chart"
      tabindex="0"
      role="group"
      aria-label="Timeline of the run"
      aria-describedby="timeline-hint"
    >
      ${strips(record)} ${panels.map(panelOf)} ${record.nodes.map((lane) => laneOf(lane, record))}
      <div class="strip axis">
        <span class="name"></span
        ><svg class="track" id="timeline-axis" width="100%" height="18" aria-hidden="true"></svg
        ><span class="state"></span>
      </div>
      <div class="crosshair" id="crosshair" hidden><output></output></div>
      <div class="selection" id="selection" hidden></div>
    </div>
    <p class="readout" id="readout" role="status"></p>
    <details id="timeline-table">
      <summary>The timeline as a table</summary>
      <div></div>
    </details>
    ${nodeTable(record)}
  </section>`;
}

function panelOf({ id, title, height }: (typeof panels)[number]): Markup {
  return html`<figure class="panel" data-panel="${id}">
    <figcaption><span class="title">${title}</span><span class="keys"></span></figcaption>
    <div class="plot ${height}">
      <canvas role="img" aria-label="${title} over time; the values are in the table below the timeline."></canvas>
    </div>
  </figure> `;
}

function strips(record: RunRecord): Markup {
  const phases = record.phases.map((phase, index) =>
    segment(
      record,
      { fromMs: phase.startMs, toMs: phase.endMs },
      `phase ${index % 2 === 0 ? 'even' : 'odd'}`,
      phase.isWarmup ? `${phase.name} (warm-up)` : phase.name,
    ),
  );
  const faults = pageDataOf(record).faults.map((fault) => segment(record, fault, 'fault-window', fault.name));
  const of = (pick: (recovery: RunRecord['recoveries'][number]) => readonly Stretch[]): readonly Stretch[] =>
    record.recoveries.flatMap(pick);
  const impact = [
    ...of((recovery) => [...recovery.brownouts, ...recovery.healBrownouts]).map((interval) =>
      segment(record, interval, 'brownout', lengthLabel(interval, 'brownout')),
    ),
    ...of((recovery) => [...recovery.outages, ...recovery.healOutages]).map((interval) =>
      segment(record, interval, 'outage', lengthLabel(interval, 'outage')),
    ),
  ];
  return html`${strip('Phases', phases, '')}${faults.length > 0 && strip('Faults', faults, '')}${impact.length > 0 && strip('Impact', impact, '')}`;
}

function strip(name: string, segments: Content, state: Content): Markup {
  return html`<div class="strip">
    <span class="name">${name}</span
    ><svg class="track" width="100%" height="20" role="img" aria-label="${name} over time">${segments}</svg
    ><span class="state">${state}</span>
  </div> `;
}

function laneOf(lane: NodeLane, record: RunRecord): Markup {
  const states = lane.states.map((stretch) =>
    segment(record, stretch, `state-${stretch.state}`, nodeStateWords[stretch.state].word),
  );
  const outages = lane.probeOutages.map((outage) => probeOutage(record, outage));
  const last = lane.states.at(-1);
  return html`<div class="strip lane" data-node="${lane.node}">
    <span class="name">${lane.node} <span class="quiet">${lane.zone}</span></span
    ><svg
      class="track"
      width="100%"
      height="26"
      role="img"
      aria-label="States of ${lane.node} over time; they are in the table below the timeline."
    >
      ${states}${outages}</svg
    ><span class="state">${last === undefined ? 'unknown' : nodeStateWords[last.state].word}${lagOf(lane)}</span>
  </div> `;
}

function lagOf({ replicaLagMsMax }: NodeLane): string {
  return replicaLagMsMax === null ? '' : `, lag at most ${formatDuration(replicaLagMsMax)}`;
}

/** A nested drawing clips its label; the script moves it by the two times it carries. */
function segment(record: RunRecord, { fromMs, toMs }: Interval, kind: string, label: string): Markup {
  const { x, width } = place(record, fromMs, toMs);
  return html`<svg
    class="segment ${kind}"
    x="${x}%"
    width="${width}%"
    height="20"
    data-from="${fromMs}"
    data-to="${toMs}"
  >
    <title>${label}</title>
    <rect width="100%" height="100%" />
    <text x="5" y="14">${label}</text>
  </svg>`;
}

function probeOutage(record: RunRecord, { fromMs, toMs }: Interval): Markup {
  const { x, width } = place(record, fromMs, toMs);
  return html`<svg
    class="segment probe-outage"
    x="${x}%"
    y="21"
    width="${width}%"
    height="4"
    data-from="${fromMs}"
    data-to="${toMs}"
  >
    <title>no successful probe for ${formatDuration(toMs - fromMs)}</title>
    <rect width="100%" height="100%" />
  </svg>`;
}

function place(record: RunRecord, fromMs: number, toMs: number): { readonly x: string; readonly width: string } {
  const from = Math.max(0, fromMs);
  const total = timelineEndMs(record);
  return {
    x: ((from / total) * 100).toFixed(3),
    width: Math.max(0.05, ((Math.min(toMs, total) - from) / total) * 100).toFixed(3),
  };
}

function nodeTable({ nodes }: RunRecord): Content {
  const columns = [
    { title: 'Node' },
    { title: 'State' },
    { title: 'From (s)', isNumber: true },
    { title: 'To (s)', isNumber: true },
    { title: 'In its own words' },
  ];
  const rows = nodes.flatMap((lane) => [
    ...lane.states.map((stretch) => [
      lane.node,
      nodeStateWords[stretch.state].word,
      seconds(stretch.fromMs),
      seconds(stretch.toMs),
      stretch.detail,
    ]),
    ...lane.probeOutages.map((outage) => [
      lane.node,
      'no successful probe',
      seconds(outage.fromMs),
      seconds(outage.toMs),
      '',
    ]),
  ]);
  return html`<details>
    <summary>Node states as a table</summary>
    ${table('Node states', columns, rows.slice(0, 500))}
  </details>`;
}

function lengthLabel({ fromMs, toMs, errorMs }: Stretch, word: string): string {
  return `${word} ${formatMeasured({ valueMs: toMs - fromMs, errorMs, isCensored: false })}`;
}

function seconds(timeMs: number): string {
  return (timeMs / 1000).toFixed(2);
}
