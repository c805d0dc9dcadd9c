/** The frame of the synchronised timeline: strips and lanes as drawings that need no script, canvases that the script fills. */
import { formatMeasured } from '../../../../kit/format.js';
import type { Interval, Stretch } from '../../../../model/recovery.js';
import type { RunRecord } from '../../../../model/run-record.js';
import { html, type Content, type Markup } from '../markup.js';
import { pageDataOf } from '../page-data.js';
import { laneOf, nodeTable } from './node-lanes.js';
import { segment } from './segment.js';

interface PanelFrame {
  readonly id: string;
  readonly title: string;
  readonly height: 'tall' | 'middle' | 'low';
}

/** What was measured decides what there is to draw. */
function panelsOf({ heatMap, nodes }: RunRecord): readonly PanelFrame[] {
  const heat: PanelFrame = { id: 'heat', title: 'Every response time', height: 'tall' };
  const lag: PanelFrame = { id: 'lag', title: 'Replica lag', height: 'middle' };
  return [
    { id: 'rate', title: 'Payments per second', height: 'tall' },
    { id: 'response', title: 'Response time (log scale)', height: 'tall' },
    ...(heatMap == null ? [] : [heat]),
    { id: 'errors', title: 'Errors and in doubt per second, stacked', height: 'middle' },
    { id: 'dropped', title: 'Dropped arrivals per second', height: 'low' },
    ...(nodes.some(({ replicaLag }) => replicaLag !== undefined) ? [lag] : []),
  ];
}

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
      ${strips(record)} ${panelsOf(record).map(panelOf)} ${record.nodes.map((lane) => laneOf(lane, record))}
      <div class="strip axis">
        <span class="name"></span
        ><svg class="track" id="timeline-axis" width="100%" height="18" aria-hidden="true"></svg
        ><span class="state"></span>
      </div>
      <div class="crosshair" id="crosshair" hidden><output></output></div>
      <div class="selection" id="selection" hidden></div>
    </div>
    <p class="readout" id="readout" role="status">
      Point at an instant, or focus the charts and press an arrow key: every value of it is told here.
    </p>
    <details id="timeline-table">
      <summary>The timeline as a table</summary>
      <div></div>
    </details>
    <details id="heat-table" ${record.heatMap == null && html` hidden`}>
      <summary>Every response time as a table</summary>
      <div></div>
    </details>
    ${nodeTable(record)}
  </section>`;
}

function panelOf({ id, title, height }: PanelFrame): Markup {
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
  const faults = withoutOverlap(pageDataOf(record).faults).map((row, index) =>
    strip(
      index === 0 ? 'Faults' : '',
      row.map((fault) => segment(record, fault, 'fault-window', fault.name)),
      '',
    ),
  );
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
  return html`${strip('Phases', phases, '')}${faults}${impact.length > 0 && strip('Impact', impact, '')}`;
}

/** Faults that overlap go to strips of their own, or the later would hide the earlier. */
export function withoutOverlap<Span extends Interval>(spans: readonly Span[]): readonly (readonly Span[])[] {
  const rows: Span[][] = [];
  for (const span of spans) {
    const free = rows.find((row) => row.every(({ fromMs, toMs }) => span.fromMs >= toMs || span.toMs <= fromMs));
    if (free === undefined) rows.push([span]);
    else free.push(span);
  }
  return rows;
}

function strip(name: string, segments: Content, state: Content): Markup {
  return html`<div class="strip">
    <span class="name">${name}</span
    ><svg
      class="track"
      width="100%"
      height="20"
      role="img"
      aria-label="${name === '' ? 'More faults' : name} over time"
    >
      ${segments}</svg
    ><span class="state">${state}</span>
  </div> `;
}

function lengthLabel({ fromMs, toMs, errorMs }: Stretch, word: string): string {
  return `${word} ${formatMeasured({ valueMs: toMs - fromMs, errorMs, isCensored: false })}`;
}
