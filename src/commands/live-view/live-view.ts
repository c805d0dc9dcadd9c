/** Shows a run while it happens: a calm dashboard on a terminal, plain lines in a log. It watches only: whatever goes wrong here never reaches the run. Sole home of log-update. */
import { createLogUpdate } from 'log-update';
import { onAsking } from '../../host/person.js';
import { formatClock, formatCount, formatDuration } from '../../kit/format.js';
import { createPaint } from '../../kit/paint.js';
import type { LoadInterval } from '../../model/load-interval.js';
import type { JournalEvent } from '../../model/journal.js';
import type { Plan } from '../../model/plan.js';
import type { NodeName } from '../../model/topology.js';
import { plainText } from '../../catalog/reporters/words/wrap.js';
import { frameOf } from './dashboard.js';
import { sentenceOf } from './event-sentences.js';
import { createLiveState, foldEvent, foldInterval, loadNow, type LiveState } from './live-state.js';

export interface LiveViewOptions {
  readonly isTty: boolean;
  readonly columns: number;
  readonly hasColor: boolean;
  readonly write: (text: string) => void;
  readonly plan: Plan;
  readonly nodes: readonly NodeName[];
}

/** All calls are safe at any time, also after `dispose`; none throws. Intervals may come both as events and by `onInterval`. */
export interface LiveView extends Disposable {
  onEvent(event: JournalEvent): void;
  onInterval(interval: LoadInterval): void;
  /** A short sentence of set-up or audit: "starting node jkt-b". */
  onProgress(text: string): void;
  /** Leaves the last frame standing and gives the cursor back. */
  dispose(): void;
}

interface Screen {
  onNotable(state: LiveState, sentence: string, atMs: number): void;
  onChange(state: LiveState): void;
  onProgress(state: LiveState, text: string): void;
  /** Somebody else needs the terminal, or gives it back. */
  onAsking(isAsking: boolean): void;
  close(): void;
}

const recentMax = 4;
const plainEveryMs = 5_000;
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

export function createLiveView(options: LiveViewOptions): LiveView {
  const state = createLiveState(options.plan, options.nodes);
  const screen = options.isTty ? terminalScreen(options) : plainScreen(options);
  let isOpen = true;
  const guarded = (action: () => void): void => {
    if (!isOpen) return;
    try {
      action();
    } catch {
      // A closed pipe or a broken terminal must not end a run that is holding a fault open.
    }
  };
  const asking = onAsking((isAsking) => guarded(() => screen.onAsking(isAsking)));
  const dispose = (): void => {
    guarded(() => screen.close());
    isOpen = false;
    asking[Symbol.dispose]();
  };
  return {
    onEvent: (event) => guarded(() => tellEvent(state, screen, event)),
    onInterval: (interval) =>
      guarded(() => {
        if (foldInterval(state, interval)) screen.onChange(state);
      }),
    onProgress: (text) =>
      guarded(() => {
        state.progress = text;
        screen.onProgress(state, text);
      }),
    dispose,
    [Symbol.dispose]: dispose,
  };
}

function tellEvent(state: LiveState, screen: Screen, event: JournalEvent): void {
  if (!foldEvent(state, event)) return;
  const sentence = sentenceOf(event);
  if (sentence === null) screen.onChange(state);
  else screen.onNotable(state, sentence, event.atMs);
}

function terminalScreen({ write, columns, hasColor }: LiveViewOptions): Screen {
  const width = Math.max(40, columns - 1);
  const stream = { write, columns, isTTY: true } as unknown as NodeJS.WritableStream;
  // The cursor is handled here: the library would hide that of the process's own stderr.
  const update = createLogUpdate(stream, { showCursor: true });
  const paint = createPaint(hasColor);
  const recent: string[] = [];
  let isYielding = false;
  const draw = (state: LiveState): void => {
    if (!isYielding) update(frameOf(state, { paint, columns: width, recent }));
  };
  write(hideCursor);
  return {
    onChange: draw,
    onNotable: (state, sentence, atMs) => {
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
    close: () => {
      try {
        update.done();
      } finally {
        write(showCursor);
      }
    },
  };
}

function plainScreen({ write }: LiveViewOptions): Screen {
  let nextMs = plainEveryMs;
  const line = (text: string): void => write(`${plainText(text)}\n`);
  return {
    onChange: (state) => {
      if (state.latest.size === 0 || state.nowMs < nextMs) return;
      nextMs = (Math.floor(state.nowMs / plainEveryMs) + 1) * plainEveryMs;
      line(`[${formatClock(state.nowMs)}] ${summaryOf(state)}`);
    },
    onNotable: (_state, sentence, atMs) => line(`[${momentOf(atMs)}] ${sentence}`),
    onProgress: (_state, text) => line(text),
    onAsking: () => {},
    close: () => {},
  };
}

/** Before the first phase there is no time of the plan to name. */
function momentOf(atMs: number): string {
  return atMs < 0 ? 'set-up' : formatClock(atMs, 1);
}

function summaryOf(state: LiveState): string {
  const now = loadNow(state);
  const phase = state.plan.phases.find(({ endMs }) => state.nowMs < endMs)?.name ?? 'drain';
  const errors = Object.values(now.errors).reduce((sum, count) => sum + count, 0);
  const states = [...state.nodes.values()];
  const serving = states.filter((nodeState) => nodeState === 'serving').length;
  const unknown = states.filter((nodeState) => nodeState === 'unknown').length;
  return [
    `${phase}: offered ${formatCount(now.offered)}/s`,
    `acknowledged ${formatCount(now.acknowledged)}/s`,
    `p99 ${formatDuration(now.responseTimeMsP99)}`,
    `in flight ${formatCount(now.inFlight)}`,
    `errors ${formatCount(errors)}/s`,
    `dropped ${formatCount(state.sums.dropped)} so far`,
    `${serving} of ${states.length} nodes serving${unknown === 0 ? '' : ` (${unknown} unknown)`}`,
  ].join(', ');
}
