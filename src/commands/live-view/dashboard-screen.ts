/** The dashboard on a terminal, drawn over and over at its foot. Sole home of log-update. */
import { createLogUpdate } from 'log-update';
import { createPaint } from '../../kit/paint.js';
import { frameOf } from './dashboard.js';
import type { LiveState } from './live-state.js';
import { hideCursor, momentOf, showCursor, type Screen, type ScreenOptions } from './screen.js';

const recentMax = 4;

export function dashboardScreen({ write, columns, hasColor }: ScreenOptions): Screen {
  const width = Math.max(40, columns - 1);
  const stream = { write, columns, isTTY: true } as unknown as NodeJS.WritableStream;
  // The cursor is handled here: the library would hide that of the process's own stderr.
  const update = createLogUpdate(stream, { showCursor: true });
  const paint = createPaint(hasColor);
  const recent: string[] = [];
  let isYielding = false;
  let lines = 0;
  const draw = (state: LiveState): void => {
    if (isYielding) return;
    const frame = frameOf(state, { paint, columns: width, recent });
    const now = frame.split('\n').length;
    // The library writes lines that are new in the middle over those below, and erases nothing of them.
    if (now !== lines) update.clear();
    lines = now;
    update(frame);
  };
  write(hideCursor);
  return {
    onChange: draw,
    onNotable: (state, sentence, { atMs }) => {
      recent.push(`${momentOf(atMs)}  ${sentence}`);
      if (recent.length > recentMax) recent.shift();
      draw(state);
    },
    onProgress: draw,
    // The last frame stays above the question, the next one comes below it.
    onAsking: (isAsking) => {
      isYielding = isAsking;
      if (isAsking) update.done();
      write(isAsking ? showCursor : hideCursor);
    },
    clear: () => update.clear(),
    close: () => {
      try {
        update.done();
      } finally {
        write(showCursor);
      }
    },
  };
}
