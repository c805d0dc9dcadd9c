/** How attempts and arrivals of one thread ended: each is written into the journal and counted for the second in which it happened. */
import type { ThreadJournal } from '../../../journal/thread-journal.js';
import type { ErrorRow } from '../../../model/flavor.js';
import type { Attempt } from '../../../model/journal.js';
import type { AttemptResult } from '../../../model/operation.js';
import type { DropReason } from '../../../model/outcome.js';
import { errorClassOf } from '../../../mysql/classify-error.js';
import type { IntervalMeter } from './interval-meter.js';
import type { Pending } from './pending.js';

const noNode = 255;

export interface EndedAt {
  readonly node: number;
  readonly connection: number;
  readonly opensSession: boolean;
  readonly endMs: number;
  readonly isRetried: boolean;
}

export interface AttemptLogOptions {
  readonly journal: ThreadJournal;
  readonly meter: IntervalMeter;
  readonly errors: readonly ErrorRow[];
  /** Now, on the plan's axis. */
  readonly planMs: () => number;
}

export class AttemptLog {
  readonly #options: AttemptLogOptions;

  constructor(options: AttemptLogOptions) {
    this.#options = options;
  }

  attempt(pending: Pending, result: AttemptResult, ended: EndedAt): void {
    const { journal, meter } = this.#options;
    const attempt: Attempt = {
      ...origin(pending),
      ...ended,
      attempt: pending.attempt,
      outcome: result.outcome,
      dropReason: 'none',
      step: result.step,
      errno: result.errno,
      startMs: pending.startMs,
    };
    journal.append(attempt, result.accesses);
    if (result.errno !== 0) this.error(result.errno);
    if (ended.isRetried) return;
    const isAnswered = result.outcome === 'acknowledged' || result.outcome === 'declined';
    const isStillInDoubt = result.outcome === 'aborted' && pending.wasInDoubt;
    meter.onEnded(
      isStillInDoubt ? 'in-doubt' : result.outcome,
      isAnswered ? ended.endMs - pending.intendedStartMs : null,
    );
  }

  /** Only what was never sent is dropped; of anything else no more than a retry is given up. */
  drop(pending: Pending, dropReason: DropReason): void {
    if (pending.attempt > 1) return this.giveUp(pending);
    const { journal, meter, planMs } = this.#options;
    const atMs = planMs();
    meter.onEnded('dropped', null);
    journal.append({
      ...origin(pending),
      attempt: 0,
      node: noNode,
      connection: 0,
      outcome: 'dropped',
      dropReason,
      step: 'connect',
      errno: 0,
      isRetried: false,
      opensSession: false,
      startMs: atMs,
      endMs: atMs,
    });
  }

  /** A retry whose time is over: its earlier attempts stand in the journal and say how the arrival ended. */
  giveUp({ wasInDoubt }: Pending): void {
    this.#options.meter.onEnded(wasInDoubt ? 'in-doubt' : 'aborted', null);
  }

  error(errno: number): void {
    const { meter, errors } = this.#options;
    meter.onError(errorClassOf(errno, errors));
  }

  flush(): void {
    this.#options.journal.flush();
  }

  /** Returns what kept the last records from being written, null when nothing did. */
  close(): unknown {
    try {
      this.#options.journal.close();
      return null;
    } catch (error) {
      return error;
    }
  }
}

function origin({ index, intendedStartMs, content }: Pending) {
  return { arrival: index, intendedStartMs, operation: content.operation, zone: content.zone };
}
