/** Drawings along the time axis that need no script to be seen: strips of segments, and one lane for each node. The script moves them when the visible stretch changes. */
import { formatDuration } from '../../../../kit/format.js';
import type { NodeState } from '../../../../model/flavor.js';
import type { Interval } from '../../../../model/recovery.js';
import type { NodeRole } from '../../words/node-role.js';
import { nodeStateWords } from '../../words/status.js';
import { html, type Content, type Markup } from '../markup.js';

export interface Segment extends Interval {
  /** Classes that give it its colour. */
  readonly kind: string;
  readonly label: string;
}

export interface LaneState extends Interval {
  readonly state: NodeState;
  /** Null where roles do not tell nodes apart, or none is known. */
  readonly role: NodeRole | null;
}

export interface Lane {
  readonly node: string;
  readonly zone: string;
  readonly states: readonly LaneState[];
  readonly probeOutages: readonly Interval[];
  /** Said behind the last state. */
  readonly note: string;
}

const usualStates = { primary: 'serving', replica: 'read-only' } as const satisfies Record<NodeRole, NodeState>;

/** Neighbours have different shades. */
export function phaseKind(index: number): string {
  return `phase ${index % 2 === 0 ? 'even' : 'odd'}`;
}

/** `endMs`: where the time axis ends. */
export function strip(name: string, segments: readonly Segment[], endMs: number): Markup {
  return html`<div class="strip">
    <span class="name">${name}</span
    ><svg
      class="track"
      width="100%"
      height="20"
      role="img"
      aria-label="${name === '' ? 'More faults' : name} over time"
    >
      ${segments.map((each) => segmentOf(each, endMs))}</svg
    ><span class="state"></span>
  </div> `;
}

/** Faults that overlap go to strips of their own, or the later would hide the earlier. */
export function faultStrips(windows: readonly Segment[], endMs: number): readonly Markup[] {
  const rows: Segment[][] = [];
  for (const window of windows) {
    const free = rows.find((row) => row.every(({ fromMs, toMs }) => window.fromMs >= toMs || window.toMs <= fromMs));
    if (free === undefined) rows.push([window]);
    else free.push(window);
  }
  return rows.map((row, index) => strip(index === 0 ? 'Faults' : '', row, endMs));
}

export function laneOf({ node, zone, states, probeOutages, note }: Lane, endMs: number): Markup {
  const segments: Content = states.map((stretch) =>
    segmentOf({ ...stretch, kind: `state-${stretch.state} ${stretch.role ?? ''}`, label: stateText(stretch) }, endMs),
  );
  const outages = probeOutages.map((outage) => probeOutage(outage, endMs));
  const last = states.at(-1);
  return html`<div class="strip lane" data-node="${node}">
    <span class="name">${node} <span class="quiet">${zone}</span></span
    ><svg
      class="track"
      width="100%"
      height="26"
      role="img"
      aria-label="States of ${node} over time; they are in the table below the timeline."
    >
      ${segments}${outages}</svg
    ><span class="state">${last === undefined ? 'unknown' : stateText(last)}${note}</span>
  </div> `;
}

/** The role says it all where the node does what its role asks; else its state comes behind it. */
function stateText({ state, role }: LaneState): string {
  const { word } = nodeStateWords[state];
  if (role === null) return word;
  return state === usualStates[role] ? role : `${role}, ${word}`;
}

/** A nested drawing clips its label; the script moves it by the two times it carries. */
function segmentOf({ fromMs, toMs, kind, label }: Segment, endMs: number): Markup {
  const { x, width } = place({ fromMs, toMs }, endMs);
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

function probeOutage({ fromMs, toMs }: Interval, endMs: number): Markup {
  const { x, width } = place({ fromMs, toMs }, endMs);
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

function place({ fromMs, toMs }: Interval, endMs: number): { readonly x: string; readonly width: string } {
  const from = Math.max(0, fromMs);
  return {
    x: ((from / endMs) * 100).toFixed(3),
    width: Math.max(0.05, ((Math.min(toMs, endMs) - from) / endMs) * 100).toFixed(3),
  };
}
