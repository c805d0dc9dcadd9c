/** Shows a run while it happens: a calm dashboard on a terminal or, within a study, one calm line; plain lines in a log. It watches only: whatever goes wrong here never reaches the run. */
import { onAsking } from '../../host/person.js';
import type { LoadInterval } from '../../model/load-interval.js';
import type { JournalEvent } from '../../model/journal.js';
import type { Plan } from '../../model/plan.js';
import type { NodeName } from '../../model/topology.js';
import type { Foot } from '../context.js';
import { dashboardScreen } from './dashboard-screen.js';
import { sentenceOf } from './event-sentences.js';
import { createLiveState, foldEvent, foldInterval, type LiveState } from './live-state.js';
import { logScreen } from './log-screen.js';
import type { Screen, ScreenOptions } from './screen.js';
import { studyLine, studyLog, type StudyPart } from './study-screen.js';

export interface LiveViewOptions extends ScreenOptions {
  readonly isTty: boolean;
  readonly plan: Plan;
  readonly nodes: readonly NodeName[];
  /** The run's part in a study, which is watched more from afar. */
  readonly part?: StudyPart | undefined;
}

/** All calls are safe at any time, also after `dispose`; none throws. Intervals may come both as events and by `onInterval`. */
export interface LiveView extends Disposable {
  onEvent(event: JournalEvent): void;
  onInterval(interval: LoadInterval): void;
  /** A short sentence of set-up or audit: "starting node jkt-b". */
  onProgress(text: string): void;
  /** What is drawn at the foot of a terminal, for who has to say something meanwhile. */
  readonly foot: Foot;
  /** Leaves the last frame of a dashboard standing and gives the cursor back. */
  dispose(): void;
}

export function createLiveView(options: LiveViewOptions): LiveView {
  const state = createLiveState(options.plan, options.nodes);
  const screen = screenFor(options);
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
    foot: {
      clear: () => guarded(() => screen.clear()),
      draw: () => guarded(() => screen.onChange(state)),
      close: dispose,
    },
    dispose,
    [Symbol.dispose]: dispose,
  };
}

function tellEvent(state: LiveState, screen: Screen, event: JournalEvent): void {
  if (!foldEvent(state, event)) return;
  const sentence = sentenceOf(event);
  if (sentence === null) screen.onChange(state);
  else screen.onNotable(state, sentence, event);
}

function screenFor(options: LiveViewOptions): Screen {
  const { isTty, part } = options;
  if (part === undefined) return isTty ? dashboardScreen(options) : logScreen(options);
  return isTty ? studyLine(part, options) : studyLog(part, options);
}
