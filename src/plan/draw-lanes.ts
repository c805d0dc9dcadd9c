/** What lies under the drawing of a rate: the phases in one line, and a line for each fault. */
import type { Plan } from '../model/plan.js';

/** More lines would push the sentences out of sight; all faults are listed in words anyway. */
const lanesMax = 8;

/** The names of the phases, each from its beginning on, cut where the next one begins. */
export function phaseStrip({ phases, durationMs }: Plan, width: number): string {
  const columns = phases.map(({ startMs }) => columnOf(startMs, durationMs, width));
  return phases
    .map(({ name }, index) => {
      const room = (columns[index + 1] ?? width) - (columns[index] as number);
      return room === 0 ? '' : `│${cut(name, room - 1)}`.padEnd(room);
    })
    .join('');
}

/** From the injection to the heal, with the name where there is room; a fault that stays goes on to the end. */
export function faultLanes({ faults, durationMs }: Plan, width: number): readonly string[] {
  const inOrder = [...faults].sort((left, right) => left.injectAtMs - right.injectAtMs);
  const lanes = inOrder.slice(0, lanesMax).map(({ name, injectAtMs, healAtMs, stays }) => {
    const start = Math.min(columnOf(injectAtMs, durationMs, width), width - 1);
    const end = stays === true ? width : Math.min(width, Math.max(start + 1, columnOf(healAtMs, durationMs, width)));
    const bar = `×${'━'.repeat(end - start - 1)}`;
    const after = width - end;
    if (name.length < after) return `${' '.repeat(start)}${bar} ${name}`;
    return `${cut(name, start - 1).padStart(start - 1)}${start === 0 ? '' : ' '}${bar}`;
  });
  const rest = inOrder.length - lanes.length;
  return rest === 0 ? lanes : [...lanes, `and ${rest} more ${rest === 1 ? 'fault' : 'faults'}`];
}

function columnOf(timeMs: number, durationMs: number, width: number): number {
  return Math.round((timeMs / durationMs) * width);
}

function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  return room <= 1 ? '' : `${text.slice(0, room - 1)}…`;
}
