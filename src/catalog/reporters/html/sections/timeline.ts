/** The timeline of a run: phases, faults and impact above the charts, the nodes below them, and both as tables. */
import { formatDuration, formatMeasured } from '../../../../kit/format.js';
import type { Stretch } from '../../../../model/recovery.js';
import type { NodeLane, RunRecord } from '../../../../model/run-record.js';
import { roleIn } from '../../words/node-role.js';
import { html, type Markup } from '../markup.js';
import { pageDataOf, timelineEndMs } from '../page-data.js';
import { nodeTable } from './node-table.js';
import { timelineFrame } from './timeline-frame.js';
import { faultStrips, laneOf, phaseKind, strip, type Segment } from './tracks.js';

export function timelineSection(record: RunRecord): Markup {
  const endMs = timelineEndMs(record);
  const lanes = record.nodes.map((lane) => {
    const states = lane.states.map((stretch) => ({ ...stretch, role: roleIn(stretch, record) }));
    return laneOf({ ...lane, states, note: lagOf(lane) }, endMs);
  });
  const [hasHeatMap, hasLag] = [
    record.heatMap != null,
    record.nodes.some(({ replicaLag }) => replicaLag !== undefined),
  ];
  return html`<section id="timeline">
    <h2>Timeline</h2>
    ${timelineFrame({ strips: strips(record, endMs), lanes, hasHeatMap, hasLag })} ${nodeTable(record)}
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
  return html`${strip('Phases', phases, endMs)}${faultStrips(faults, endMs)}${impact.length > 0 && strip('Impact', impact, endMs)}`;
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

/** Where the lag has no panel of its own. */
function lagOf({ replicaLagMsMax, replicaLag }: NodeLane): string {
  return replicaLagMsMax === null || replicaLag !== undefined ? '' : `, lag at most ${formatDuration(replicaLagMsMax)}`;
}

function lengthLabel({ fromMs, toMs, errorMs }: Stretch, word: string): string {
  return `${word} ${formatMeasured({ valueMs: toMs - fromMs, errorMs, isCensored: false })}`;
}
