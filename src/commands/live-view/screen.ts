/** What a live view draws on. */
import { formatClock } from '../../kit/format.js';
import type { JournalEvent } from '../../model/journal.js';
import type { LiveState } from './live-state.js';

export interface ScreenOptions {
  readonly columns: number;
  readonly hasColor: boolean;
  readonly write: (text: string) => void;
}

export interface Screen {
  onNotable(state: LiveState, sentence: string, event: JournalEvent): void;
  onChange(state: LiveState): void;
  onProgress(state: LiveState, text: string): void;
  /** Somebody else needs the terminal, or gives it back. */
  onAsking(isAsking: boolean): void;
  /** Takes away what is rewritten, until the next change. */
  clear(): void;
  close(): void;
}

const timerSlackMs = 2;

export const hideCursor = '\u001b[?25l';
export const showCursor = '\u001b[?25h';

/** Before the first phase there is no time of the plan to name; it begins with a timer, which may be early by a millisecond. */
export function momentOf(atMs: number): string {
  return atMs < -timerSlackMs ? 'set-up' : formatClock(atMs, 1);
}
