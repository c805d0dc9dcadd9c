/** Journals each second of each thread, and stops the run when an abort gate says so. */
import type { Clock } from '../model/clock.js';
import type { JournalEvent } from '../model/journal.js';
import type { LoadInterval } from '../model/load-interval.js';

/** The gate whose breach ends the run, and what was observed, in words. */
export interface AbortReason {
  readonly gate: string;
  readonly observed: string;
}

export interface IntervalWatchOptions {
  readonly clock: Clock;
  readonly journal: { append(event: JournalEvent): void };
  /** Asked once a second and thread. */
  readonly reasonToAbort: (interval: LoadInterval) => AbortReason | null;
}

export class IntervalWatch {
  readonly #options: IntervalWatchOptions;
  axis: Clock;
  stop: () => void = () => undefined;
  abortReason: AbortReason | null = null;
  lastInDoubtMs: number | null = null;

  constructor(options: IntervalWatchOptions) {
    this.#options = options;
    this.axis = options.clock;
  }

  onInterval(interval: LoadInterval): void {
    const { journal, reasonToAbort } = this.#options;
    journal.append({ kind: 'interval', atMs: interval.atMs, interval });
    if (interval.inDoubt > 0) this.lastInDoubtMs = interval.atMs;
    if (this.abortReason !== null) return;
    this.abortReason = reasonToAbort(interval);
    if (this.abortReason === null) return;
    journal.append({ kind: 'gate-breached', atMs: this.axis.nowMs(), ...this.abortReason });
    this.stop();
  }
}
