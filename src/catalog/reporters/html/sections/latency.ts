/** Latency per operation: response time, which customers feel, beside service time, which hides the wait in front of a stall. */
import { formatCount, formatDuration } from '../../../../kit/format.js';
import type { Percentiles } from '../../../../model/percentiles.js';
import type { RunRecord } from '../../../../model/run-record.js';
import { html, type Content, type Markup } from '../markup.js';
import { logScale, type Scale } from '../scale.js';
import { table } from '../table.js';
import { term } from '../term.js';
import { hotAccountsPart } from './hot-accounts.js';

const percentiles = ['p50', 'p90', 'p99', 'p999', 'max'] as const;
const titles: Readonly<Record<(typeof percentiles)[number], string>> = {
  p50: 'p50',
  p90: 'p90',
  p99: 'p99',
  p999: 'p99.9',
  max: 'max',
};

export function latencySection(record: RunRecord): Markup {
  const { latency } = record;
  const all = latency.flatMap((row) => [row.responseTimeMs, row.serviceTimeMs]).filter((value) => value !== null);
  if (all.length === 0)
    return html`<section id="latency">
      <h2>Latency</h2>
      <p>Nothing was answered, so there is no latency.</p>
    </section>`;
  const scale = logScale(Math.min(...all.map((one) => one.p50)), Math.max(...all.map((one) => one.max)));
  const rows = latency.flatMap((row) => [
    chartRow(row.operation, 'response', row.responseTimeMs, scale),
    chartRow('', 'service', row.serviceTimeMs, scale),
  ]);
  return html`<section id="latency">
    <h2>Latency</h2>
    <p>
      ${term('response time', 'Response time')} counts from the intended start, ${term('service time')} from the actual
      send. Where the two part, arrivals had to wait before they could be sent.
    </p>
    <div class="ranges">
      ${rows}
      <div class="row axis" aria-hidden="true">
        <span></span
        ><svg class="range" width="100%" height="18">${scale.ticks.map((tick) => axisTick(scale, tick))}</svg>
      </div>
      <p class="legend quiet" aria-hidden="true">
        ● response time&emsp;○ service time&emsp;marks from left to right: p50, p90, p99, p99.9, max; log scale
      </p>
    </div>
    ${latencyTable(latency)} ${hotAccountsPart(record)}
  </section>`;
}

function chartRow(operation: string, kind: 'response' | 'service', values: Percentiles | null, scale: Scale): Markup {
  const name =
    operation === ''
      ? html`<span class="quiet">service</span>`
      : html`<strong>${operation}</strong> <span class="quiet">response</span>`;
  const grid = scale.ticks.map(
    (tick) => html`<line class="grid" x1="${scale.at(tick)}%" x2="${scale.at(tick)}%" y1="0" y2="22" />`,
  );
  return html`<div class="row">
    <span class="name">${name}</span
    ><svg class="range ${kind}" width="100%" height="22" aria-hidden="true">
      ${grid}${values !== null && rangeOf(values, scale)}
    </svg>
  </div> `;
}

function rangeOf(values: Percentiles, scale: Scale): Content {
  const [from, to] = [scale.at(values.p50), scale.at(values.max)];
  const marks = percentiles.map((name) =>
    name === 'max'
      ? html`<line class="mark" x1="${to}%" x2="${to}%" y1="6" y2="16" />`
      : html`<circle class="mark ${name}" cx="${scale.at(values[name])}%" cy="11" r="${name === 'p99' ? 5 : 3.5}" />`,
  );
  return html`<line class="span" x1="${from}%" x2="${to}%" y1="11" y2="11" />${marks}`;
}

function axisTick(scale: Scale, tick: number): Markup {
  const at = scale.at(tick);
  return html`<text x="${at}%" y="13" text-anchor="${at > 95 ? 'end' : at < 5 ? 'start' : 'middle'}"
    >${formatDuration(tick)}</text
  >`;
}

function latencyTable(latency: RunRecord['latency']): Markup {
  const columns = [
    { title: 'Operation' },
    { title: 'Measure' },
    { title: 'Answers', isNumber: true },
    ...percentiles.map((name) => ({ title: titles[name], isNumber: true })),
  ];
  const cells = (values: Percentiles | null): readonly Content[] =>
    percentiles.map((name) => (values === null ? '–' : formatDuration(values[name])));
  const rows = latency.flatMap((row) => [
    [row.operation, 'response time', formatCount(row.count), ...cells(row.responseTimeMs)],
    [row.operation, 'service time', formatCount(row.count), ...cells(row.serviceTimeMs)],
  ]);
  return table('Latency percentiles per operation', columns, rows);
}
