/** How attempts and arrivals of one thread ended: each is written into the journal and counted for the second in which it happened. */
import type { ThreadJournal } from '../../../journal/thread-journal.js';
import type { ErrorRow } from '../../../model/flavor.js';
import type { Attempt } from '../../../model/journal.js';
import type { AttemptResult } from '../../../model/operation.js';
import type { DropReason } from '../../../model/outcome.js';
import { errorClassOf } from '../../../mysql/classify-error.js';
import { noNode } from './carrier.js';
import type { IntervalMeter } from './interval-meter.js';
import type { Pending } from './pending.js';

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

type Line = { -readonly [Key in keyof Attempt]: Attempt[Key] };

export class AttemptLog {
  readonly #options: AttemptLogOptions;
  /** One object for every line of the journal: one made anew for each cost a tenth of the client's CPU. */
  readonly #line: Line = {
    arrival: 0,
    attempt: 0,
    operation: 0,
    zone: 0,
    node: 0,
    connection: 0,
    outcome: 'dropped',
    dropReason: 'none',
    step: 'done',
    errno: 0,
    isRetried: false,
    opensSession: false,
    found: null,
    intendedStartMs: 0,
    startMs: 0,
    endMs: 0,
  };

  constructor(options: AttemptLogOptions) {
    this.#options = options;
  }

  attempt(pending: Pending, result: AttemptResult, ended: EndedAt): void {
    const { journal, meter } = this.#options;
    const line = this.#lineOf(pending);
    line.attempt = pending.attempt;
    line.node = ended.node;
    line.connection = ended.connection;
    line.outcome = result.outcome;
    line.dropReason = 'none';
    line.step = result.step;
    line.errno = result.errno;
    line.isRetried = ended.isRetried;
    line.opensSession = ended.opensSession;
    line.found = result.found ?? null;
    line.startMs = pending.startMs;
    line.endMs = ended.endMs;
    journal.append(line, result.accesses);
    const errorClass = result.errno === 0 ? null : errorClassOf(result.errno, this.#options.errors);
    if (errorClass !== null) meter.onError(errorClass);
    const { operation } = line;
    const serviceTimeMs = ended.endMs - pending.startMs;
    meter.tally.onAttempt({ operation, node: ended.node, outcome: result.outcome, errorClass, serviceTimeMs });
    // Nobody waits for a settlement.
    if (ended.isRetried || pending.settles !== null) return;
    // A retry that was refused or declined says nothing of the attempt before it, which may have taken the money.
    const outcome = pending.wasInDoubt && result.outcome !== 'acknowledged' ? 'in-doubt' : result.outcome;
    const isAnswered = outcome === 'acknowledged' || outcome === 'declined';
    const responseTimeMs = isAnswered ? ended.endMs - pending.intendedStartMs : null;
    meter.onEnded(outcome, responseTimeMs);
    if (responseTimeMs !== null) meter.tally.onAnswered(operation, responseTimeMs);
  }

  /** Only what was never sent is dropped; of anything else no more than a retry is given up. */
  drop(pending: Pending, dropReason: DropReason): void {
    if (pending.attempt > 1) return this.giveUp(pending);
    const { journal, meter, planMs } = this.#options;
    const atMs = planMs();
    if (pending.settles === null) {
      meter.onEnded('dropped', null);
      meter.tally.onDropped(dropReason);
    }
    const line = this.#lineOf(pending);
    line.attempt = 0;
    line.node = noNode;
    line.connection = 0;
    line.outcome = 'dropped';
    line.dropReason = dropReason;
    line.step = 'connect';
    line.errno = 0;
    line.isRetried = false;
    line.opensSession = false;
    line.found = null;
    line.startMs = atMs;
    line.endMs = atMs;
    journal.append(line);
  }

  /** A retry whose time is over: its earlier attempts stand in the journal and say how the arrival ended. */
  giveUp({ wasInDoubt, settles }: Pending): void {
    if (settles !== null) return;
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

  #lineOf({ index, intendedStartMs, content }: Pending): Line {
    this.#line.arrival = index;
    this.#line.intendedStartMs = intendedStartMs;
    this.#line.operation = content.operation;
    this.#line.zone = content.zone;
    return this.#line;
  }
}
