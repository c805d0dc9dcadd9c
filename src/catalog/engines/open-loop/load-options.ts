/** What the loop of a load thread is handed: its order, its schedule, its journal, and whom to tell. */
import type { ThreadJournal } from '../../../journal/thread-journal.js';
import type { LoadInterval } from '../../../model/load-interval.js';
import type { LoadTally } from '../../../model/load-tally.js';
import type { ErrorRow } from '../../../model/flavor.js';
import type { ArrivalContent, Settlement } from '../../../model/operation.js';
import type { ThreadOrder } from './messages.js';
import type { PacerOptions } from './pacer.js';

/** What the loop needs of the schedule; see the plan. */
export interface LoopPlan {
  readonly arrivals: PacerOptions['arrivals'];
  contentOf(index: number): ArrivalContent;
  settlementAfter(arrival: number): Settlement | null;
  readonly operations: readonly string[];
  /** Uniform in [0, 1), for the jitter of reconnects and retries. */
  readonly chance: () => number;
}

export interface LoadLoopOptions {
  readonly order: ThreadOrder;
  readonly loopPlan: LoopPlan;
  readonly errors: readonly ErrorRow[];
  readonly journal: ThreadJournal;
  /** Milliseconds since the run's origin. */
  readonly nowMs: () => number;
  readonly onReady: () => void;
  readonly onInterval: (interval: LoadInterval, tally: LoadTally) => void;
  readonly onFinished: (error: unknown) => void;
}
