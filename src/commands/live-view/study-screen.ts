/** One run of a study while it is played: which one, what it breaks and where in it we are. One line on a terminal, a few in a log. */
import { formatClock } from '../../kit/format.js';
import { createPaint } from '../../kit/paint.js';
import type { JournalEvent } from '../../model/journal.js';
import { cutText, plainText, visibleLength } from '../../catalog/reporters/words/wrap.js';
import { faultCell } from './fault-words.js';
import type { LiveState } from './live-state.js';
import { hideCursor, momentOf, showCursor, type Screen, type ScreenOptions } from './screen.js';

export interface StudyPart {
  /** "episode 3 (draw 3, faults)". */
  readonly title: string;
  /** What is to be broken, as it is described. */
  readonly breaks: readonly string[];
}

/** Left free at the edge, where a terminal shows what was typed: a ^C that wrapped would push the line up. */
const typedColumns = 3;
const eraseLine = '\r\u001b[2K';
const plain = createPaint(false);

export function studyLine(part: StudyPart, { write, columns, hasColor }: ScreenOptions): Screen {
  const paint = createPaint(hasColor);
  const title = cutText(plainText(part.title), columns - typedColumns);
  let isYielding = false;
  const clear = (): void => write(eraseLine);
  const draw = (state: LiveState): void => {
    if (isYielding) return;
    const rest = cutText(
      plainText(`: ${whereIn(state, part)}`),
      Math.max(1, columns - typedColumns - visibleLength(title)),
    );
    write(`${eraseLine}${paint.strong(title)}${rest}`);
  };
  write(hideCursor);
  return {
    onNotable: draw,
    onChange: draw,
    onProgress: draw,
    onAsking: (isAsking) => {
      isYielding = isAsking;
      clear();
      write(isAsking ? showCursor : hideCursor);
    },
    clear,
    // The line that tells of the finished run takes its place.
    close: () => {
      try {
        clear();
      } finally {
        write(showCursor);
      }
    },
  };
}

/** Its seconds are left out: what breaks and heals is enough to see that it goes on. */
export function studyLog(part: StudyPart, { write }: Pick<ScreenOptions, 'write'>): Screen {
  const line = (text: string): void => write(`${plainText(text)}\n`);
  line(`${part.title}: ${breaksOf(part)}`);
  return {
    onNotable: (_state, sentence, event) => {
      if (isTold(event)) line(`  [${momentOf(event.atMs)}] ${sentence}`);
    },
    onChange: () => {},
    onProgress: () => {},
    onAsking: () => {},
    clear: () => {},
    close: () => {},
  };
}

function whereIn(state: LiveState, part: StudyPart): string {
  const { plan, progress } = state;
  const hasBegun = state.nowMs > 0;
  if (progress !== null) return hasBegun ? progress : `${progress}; ${breaksOf(part)}`;
  const clock = `${formatClock(Math.min(plan.durationMs, Math.max(0, state.nowMs)))} of ${formatClock(plan.durationMs)}`;
  // What is over is not worth the room, as long as something is still to come.
  const open = plan.faults.filter(({ name }) => state.faults.get(name)?.status !== 'healed');
  const shown = open.length > 0 ? open : plan.faults.slice(-1);
  const cells = shown.map((fault) => faultCell(fault, state, plain));
  return [clock, ...(cells.length === 0 ? [breaksOf(part)] : cells)].join('  ');
}

function breaksOf({ breaks }: StudyPart): string {
  return breaks.length === 0 ? 'nothing is broken' : breaks.join('; ');
}

function isTold({ kind }: JournalEvent): boolean {
  return kind.startsWith('fault-') || told.has(kind);
}

const told: ReadonlySet<JournalEvent['kind']> = new Set([
  'load-started',
  'load-finished',
  'heal-failed',
  'trouble',
  'journal-broken',
  'gate-breached',
]);
