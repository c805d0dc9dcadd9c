/** Counts what one thread does within a second, for the live view and for the instrument's own health. */
import { createHistogram } from '../../../kit/histogram.js';
import { StallMeter } from '../../../kit/stall-meter.js';
import { EffortMeter } from '../../../kit/thread-effort.js';
import type { LoadInterval } from '../../../model/load-interval.js';
import type { Outcome } from '../../../model/outcome.js';
import { TallyMeter } from './tally-meter.js';

type Counter = 'statements' | 'offered' | 'issued' | 'acknowledged' | 'aborted' | 'inDoubt' | 'declined' | 'dropped';

const counterOf: Readonly<Record<Outcome, Counter>> = {
  acknowledged: 'acknowledged',
  aborted: 'aborted',
  'in-doubt': 'inDoubt',
  declined: 'declined',
  dropped: 'dropped',
};

export class IntervalMeter implements Disposable {
  /** The same second by operation, node and error. */
  readonly tally: TallyMeter;
  readonly #thread: number;
  readonly #responseTimes = createHistogram();
  readonly #lags = createHistogram();
  readonly #stalls = new StallMeter();
  readonly #effort = new EffortMeter();
  #counts = emptyCounts();
  #errors: Record<string, number> = {};

  constructor(thread: number, operations: number, deadlineMs: number) {
    this.#thread = thread;
    this.tally = new TallyMeter(operations, deadlineMs);
  }

  onDue(scheduleLagMs: number): void {
    this.#counts.offered += 1;
    this.#lags.record(scheduleLagMs);
  }

  onIssued(): void {
    this.#counts.issued += 1;
  }

  /** `responseTimeMs` is null where no answer came. */
  onEnded(outcome: Outcome, responseTimeMs: number | null): void {
    this.#counts[counterOf[outcome]] += 1;
    if (responseTimeMs !== null) this.#responseTimes.record(responseTimeMs);
  }

  onStatements(count: number): void {
    this.#counts.statements += count;
  }

  onError(errorClass: string): void {
    this.#errors[errorClass] = (this.#errors[errorClass] ?? 0) + 1;
  }

  /** The second that ends now; counting starts anew. */
  take(atMs: number, inFlight: number, queued: number): LoadInterval {
    const interval: LoadInterval = {
      thread: this.#thread,
      atMs,
      ...this.#counts,
      inFlight,
      queued,
      responseTimeMsP50: this.#responseTimes.percentileMs(50),
      responseTimeMsP99: this.#responseTimes.percentileMs(99),
      responseTimeMsP999: this.#responseTimes.percentileMs(99.9),
      scheduleLagMsP99: this.#lags.percentileMs(99),
      scheduleLagMsMax: this.#lags.maxMs,
      ...this.#stalls.take(),
      busyMs: this.#effort.take(),
      errors: this.#errors,
    };
    this.#counts = emptyCounts();
    this.#errors = {};
    this.#responseTimes.reset();
    this.#lags.reset();
    return interval;
  }

  [Symbol.dispose](): void {
    this.#stalls[Symbol.dispose]();
  }
}

function emptyCounts(): Record<Counter, number> {
  return { statements: 0, offered: 0, issued: 0, acknowledged: 0, aborted: 0, inDoubt: 0, declined: 0, dropped: 0 };
}
