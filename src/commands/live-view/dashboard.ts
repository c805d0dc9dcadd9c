/** The live view's frame: everything a person watches during a run in a dozen calm lines, none wider than the terminal. */
import { formatClock, formatCount, formatDuration } from '../../kit/format.js';
import type { Paint } from '../../kit/paint.js';
import { nodeStateWords } from '../../catalog/reporters/words/status.js';
import { cutText, plainText, visibleLength } from '../../catalog/reporters/words/wrap.js';
import { faultCell } from './fault-words.js';
import { loadNow, type LiveState } from './live-state.js';
import { sparkline } from './sparkline.js';

const labelWidth = 8;
const barWidth = 20;
const classesMax = 6;

export interface FrameOptions {
  readonly paint: Paint;
  readonly columns: number;
  /** The latest notable sentences, oldest first. */
  readonly recent: readonly string[];
}

export function frameOf(state: LiveState, options: FrameOptions): string {
  const { paint, columns, recent } = options;
  const lines = [
    headLine(state, options),
    ...(state.progress === null ? [] : row('now', [plainText(state.progress)], options)),
    ...(state.latest.size === 0 ? [] : loadLines(state, options)),
    ...row('nodes', nodeCells(state, paint), options),
    ...faultCells(state, paint).flatMap((cell, index) => row(index === 0 ? 'faults' : '', [cell], options)),
    ...recent.map((sentence) => paint.quiet(cutText(plainText(sentence), columns))),
  ];
  return lines.join('\n');
}

function headLine(state: LiveState, { paint, columns }: FrameOptions): string {
  const { durationMs } = state.plan;
  // What comes after the last arrival is not part of the plan's time.
  const clock = `${formatClock(Math.min(durationMs, Math.max(0, state.nowMs)))} of ${formatClock(durationMs)}`;
  const name = cutText(plainText(state.plan.scenario.name), columns - clock.length - 2);
  return `${paint.strong(name)}${' '.repeat(Math.max(2, columns - visibleLength(name) - clock.length))}${clock}`;
}

function loadLines(state: LiveState, options: FrameOptions): readonly string[] {
  const { paint, columns } = options;
  const now = loadNow(state);
  const { sums } = state;
  const p99 = now.responseTimeMsP99 === null ? 'no answers' : `p99 ${formatDuration(now.responseTimeMsP99)}`;
  const rates = [
    `offered ${formatCount(now.offered)}/s`,
    paint.accent(`acknowledged ${formatCount(now.acknowledged)}/s`),
    p99,
    `in flight ${formatCount(now.inFlight)}`,
    ...(now.queued > 0 ? [`queued ${formatCount(now.queued)}`] : []),
  ];
  const outcomes = [
    `acknowledged ${formatCount(sums.acknowledged)}`,
    `declined ${formatCount(sums.declined)}`,
    `aborted ${formatCount(sums.aborted)}`,
    `in doubt ${formatCount(sums.inDoubt)}`,
    `dropped ${formatCount(sums.dropped)}`,
  ];
  const bySecond = [...state.acknowledgedBySecond.entries()]
    .sort(([left], [right]) => left - right)
    .map(([, count]) => count);
  // The newest second is left out while not every thread has reported it: it would look like a dip.
  const seconds = bySecond.length > 1 ? bySecond.slice(0, -1) : bySecond;
  return [
    ...row('phase', phaseCells(state), options),
    ...row('load', rates, options),
    ...row('total', outcomes, options),
    ...row('errors', errorCells(sums.errors, now.errors), options),
    ...row('ack/s', [sparkline(seconds, Math.min(60, columns - labelWidth))], options),
  ];
}

function phaseCells(state: LiveState): readonly string[] {
  const { phases } = state.plan;
  const index = phases.findIndex((phase) => state.nowMs < phase.endMs);
  const phase = phases[index];
  if (phase === undefined) return ['draining: waiting for the last answers'];
  const share = (state.nowMs - phase.startMs) / (phase.endMs - phase.startMs);
  const filled = Math.min(barWidth, Math.max(0, Math.round(share * barWidth)));
  const next = phases[index + 1];
  return [
    plainText(phase.name),
    `${'━'.repeat(filled)}${'─'.repeat(barWidth - filled)}`,
    `${next === undefined ? 'ends' : plainText(next.name)} in ${formatClock(phase.endMs - state.nowMs)}`,
  ];
}

function errorCells(sums: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): readonly string[] {
  const classes = Object.entries(sums)
    .filter(([, count]) => count > 0)
    .sort(([, left], [, right]) => right - left);
  if (classes.length === 0) return ['none'];
  const cells = classes.slice(0, classesMax).map(([name, count]) => {
    const latest = now[name] ?? 0;
    return `${name} ${formatCount(count)}${latest > 0 ? ` (+${formatCount(latest)})` : ''}`;
  });
  return classes.length > classesMax ? [...cells, `${classes.length - classesMax} more classes`] : cells;
}

function nodeCells(state: LiveState, paint: Paint): readonly string[] {
  return [...state.nodes].map(([name, nodeState]) => {
    if (nodeState === null) return paint.quiet(`○ ${name} unknown`);
    const { icon, word, tone } = nodeStateWords[nodeState];
    return paint[tone](`${icon} ${name} ${word}`);
  });
}

function faultCells(state: LiveState, paint: Paint): readonly string[] {
  return state.plan.faults.map((scheduled) => faultCell(scheduled, state, paint));
}

/** Cells beside a label, continued on further lines when the terminal is too narrow for all. */
function row(label: string, cells: readonly string[], { paint, columns }: FrameOptions): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const cell of cells) {
    const fitting = visibleLength(cell) > columns - labelWidth ? cutText(cell, columns - labelWidth) : cell;
    const joined = line === '' ? fitting : `${line}   ${fitting}`;
    if (visibleLength(joined) <= columns - labelWidth) line = joined;
    else {
      lines.push(line);
      line = fitting;
    }
  }
  lines.push(line);
  return lines.map((text, index) => `${paint.quiet((index === 0 ? label : '').padEnd(labelWidth))}${text}`);
}
