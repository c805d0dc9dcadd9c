/** The timeline of a run: phases, faults and impact above the charts, the nodes below them, and both as tables. */
import { formatDuration, formatMeasured } from '../../../../kit/format.js';
import type { Stretch } from '../../../../model/recovery.js';
import type { NodeLane, RunRecord } from '../../../../model/run-record.js';
import { nodeStateWords } from '../../words/status.js';
import { html, type Content, type Markup } from '../markup.js';
import { pageDataOf, timelineEndMs } from '../page-data.js';
import { table } from '../table.js';
import { timelineFrame } from './timeline-frame.js';
import { laneOf, phaseKind, strip, type Segment } from './tracks.js';

export function timelineSection(record: RunRecord): Markup {
  const endMs = timelineEndMs(record);
  const lanes = record.nodes.map((lane) => laneOf({ ...lane, note: lagOf(lane) }, endMs));
  return html`<section id="timeline">
    <h2>Timeline</h2>
    ${timelineFrame(strips(record, endMs), lanes)} ${nodeTable(record)}
  </section>`;
}

function strips(record: RunRecord, endMs: number): Markup {
  const phases = record.phases.map(({ name, startMs, endMs: toMs, isWarmup }, index) => {
    const label = isWarmup ? `${name} (warm-up)` : name;
    return { fromMs: startMs, toMs, kind: phaseKind(index), label };
  });
  const faults = pageDataOf(record).faults.map(({ name, ...window }) => ({
    ...window,
    kind: 'fault-window',
    label: name,
  }));
  const impact = impactOf(record);
  return html`${strip('Phases', phases, endMs)}${faults.length > 0 && strip('Faults', faults, endMs)}${impact.length > 0 && strip('Impact', impact, endMs)}`;
}

/** Brownouts first: an outage covers them. */
function impactOf({ recoveries }: RunRecord): readonly Segment[] {
  const brownouts = recoveries.flatMap((recovery) => [...recovery.brownouts, ...recovery.healBrownouts]);
  const outages = recoveries.flatMap((recovery) => [...recovery.outages, ...recovery.healOutages]);
  return [
    ...brownouts.map((stretch) => segmentOf(stretch, 'brownout')),
    ...outages.map((stretch) => segmentOf(stretch, 'outage')),
  ];
}

function segmentOf(stretch: Stretch, kind: string): Segment {
  return { ...stretch, kind, label: lengthLabel(stretch, kind) };
}

function lagOf({ replicaLagMsMax }: NodeLane): string {
  return replicaLagMsMax === null ? '' : `, lag at most ${formatDuration(replicaLagMsMax)}`;
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
