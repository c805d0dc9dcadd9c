/** Who took part in an anomaly, each a line on one axis of time: what overlapped and what followed shows at once. */
import { formatClock, formatDuration } from '../../../../kit/format.js';
import type { Story, StoryMember } from '../../../../model/anomaly-story.js';
import { html, type Content, type Markup } from '../markup.js';

const endMarks: Readonly<Record<StoryMember['end'], string>> = {
  committed: 'committed',
  aborted: 'aborted',
  unknown: 'in doubt',
  lost: 'committed, and lost later',
};

export function storyDrawing({ members }: Story): Markup {
  const fromMs = Math.min(...members.map(({ startMs }) => startMs));
  const toMs = Math.max(...members.map(({ startMs, endMs }) => endMs ?? startMs), fromMs + 0.001);
  const at = (timeMs: number): number => Math.round(((timeMs - fromMs) / (toMs - fromMs)) * 10_000) / 100;
  return html`<div class="members">
    ${members.map((member, index) => memberRow(member, index, at))}
    <p class="row axis quiet" aria-hidden="true">
      <span></span><span></span
      ><span class="span"><span>${formatClock(fromMs, 3)}</span><span>+ ${formatDuration(toMs - fromMs)}</span></span>
    </p>
  </div>`;
}

function memberRow(member: StoryMember, index: number, at: (timeMs: number) => number): Markup {
  const { name, node, session, startMs, endMs, end } = member;
  return html`<p class="row">
    <span class="name"><strong>T${index + 1}</strong> ${name}</span>
    <span class="quiet"
      >${node}, session ${session}, ${endMarks[end]},
      ${formatClock(startMs, 3)}${endMs !== null && ` to ${formatClock(endMs, 3)}`}</span
    >
    <svg class="bars" width="100%" height="18" aria-hidden="true">
      ${barOf(at(startMs), endMs === null ? null : at(endMs), end)}
    </svg>
  </p> `;
}

/** Open to the right where no answer ever came. */
function barOf(from: number, to: number | null, end: StoryMember['end']): Content {
  const right = to ?? 100;
  const close = to !== null && html`<line class="mark" x1="${right}%" x2="${right}%" y1="3" y2="15" />`;
  return html`<rect
      class="member ${end}"
      x="${from}%"
      y="6"
      width="${Math.max(0.5, right - from)}%"
      height="6"
    />${close}`;
}
