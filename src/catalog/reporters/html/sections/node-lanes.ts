/** One lane a node: its states and roles over time, and when its probes found no answer. */
import { formatDuration } from '../../../../kit/format.js';
import type { NodeState } from '../../../../model/flavor.js';
import type { Interval } from '../../../../model/recovery.js';
import type { NodeLane, RunRecord } from '../../../../model/run-record.js';
import { roleIn, type NodeRole } from '../../words/node-role.js';
import { nodeStateWords } from '../../words/status.js';
import { html, type Content, type Markup } from '../markup.js';
import { table } from '../table.js';
import { place, segment } from './segment.js';

const rowsMax = 500;
const usualStates = { primary: 'serving', replica: 'read-only' } as const satisfies Record<NodeRole, NodeState>;

export function laneOf(lane: NodeLane, record: RunRecord): Markup {
  const states = lane.states.map((stretch) =>
    segment(record, stretch, `state-${stretch.state} ${roleIn(stretch, record) ?? ''}`, stateText(stretch, record)),
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
    ><span class="state">${last === undefined ? 'unknown' : stateText(last, record)}${lagOf(lane)}</span>
  </div> `;
}

/** The role says it all where the node does what its role asks; else its state comes behind it. */
function stateText(stretch: NodeLane['states'][number], record: RunRecord): string {
  const role = roleIn(stretch, record);
  const { word } = nodeStateWords[stretch.state];
  if (role === null) return word;
  return stretch.state === usualStates[role] ? role : `${role}, ${word}`;
}

/** Where the lag has no panel of its own. */
function lagOf({ replicaLagMsMax, replicaLag }: NodeLane): string {
  return replicaLagMsMax === null || replicaLag !== undefined ? '' : `, lag at most ${formatDuration(replicaLagMsMax)}`;
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

export function nodeTable(record: RunRecord): Content {
  const columns = [
    { title: 'Node' },
    { title: 'Role' },
    { title: 'State' },
    { title: 'From (s)', isNumber: true },
    { title: 'To (s)', isNumber: true },
    { title: 'In its own words' },
  ];
  const rows = record.nodes.flatMap((lane) => [
    ...lane.states.map((stretch) => [
      lane.node,
      roleIn(stretch, record) ?? '',
      nodeStateWords[stretch.state].word,
      seconds(stretch.fromMs),
      seconds(stretch.toMs),
      stretch.detail,
    ]),
    ...lane.probeOutages.map((outage) => [
      lane.node,
      '',
      'no successful probe',
      seconds(outage.fromMs),
      seconds(outage.toMs),
      '',
    ]),
  ]);
  return html`<details>
    <summary>Node states as a table</summary>
    ${table('Node states', columns, rows.slice(0, rowsMax))}
  </details>`;
}

function seconds(timeMs: number): string {
  return (timeMs / 1000).toFixed(2);
}
