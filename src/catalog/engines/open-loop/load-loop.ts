/**
 * The loop of one load thread: gives each arrival that is due a free connection or a place in the line, bounds what hangs,
 * retries as the scenario says, and ends when every arrival has.
 */
import type { AttemptWriter } from '../../../journal/attempt-file.js';
import type { LoadInterval } from '../../../model/engine.js';
import type { ErrorRow } from '../../../model/flavor.js';
import type { ArrivalContent, AttemptResult } from '../../../model/operation.js';
import type { DropReason } from '../../../model/outcome.js';
import type { ClientSettings } from '../../../model/scenario.js';
import type { Route } from '../../../model/topology.js';
import { errorClassOf } from '../../../mysql/classify-error.js';
import { logAttempt, logDrop } from './attempt-log.js';
import { IntervalMeter } from './interval-meter.js';
import type { ThreadOrder } from './messages.js';
import { Opening } from './opening.js';
import { Pacer, type PacerOptions } from './pacer.js';
import type { Pending } from './pending.js';
import { perform } from './perform.js';
import { Pool } from './pool.js';
import { RetryPolicy } from './retry-policy.js';
import type { Slot } from './slot.js';
import { WaitingLine } from './waiting-line.js';

/** Connections, deadlines and lines are looked at this often; their bounds are good to this much. */
const sweepEveryMs = 10;
const flushEveryMs = 100;
const intervalMs = 1_000;

/** What the loop needs of the schedule; see the plan. */
export interface LoopPlan {
  readonly arrivals: PacerOptions['arrivals'];
  contentOf(index: number): ArrivalContent;
  readonly operations: readonly string[];
  /** Uniform in [0, 1), for the jitter of reconnects and retries. */
  readonly chance: () => number;
}

export interface LoadLoopOptions {
  readonly order: ThreadOrder;
  readonly loopPlan: LoopPlan;
  readonly errors: readonly ErrorRow[];
  readonly writer: AttemptWriter;
  /** Milliseconds since the run's origin. */
  readonly nowMs: () => number;
  readonly onReady: () => void;
  readonly onInterval: (interval: LoadInterval) => void;
  readonly onFinished: (error: unknown) => void;
}

export class LoadLoop {
  readonly #options: LoadLoopOptions;
  readonly #client: ClientSettings;
  readonly #pool: Pool;
  readonly #lines: readonly WaitingLine[];
  readonly #meter: IntervalMeter;
  readonly #retries: RetryPolicy;
  readonly #opening: Opening;
  readonly #pacer: Pacer;
  readonly #inFlight = new Map<Slot, Pending>();
  readonly #timers: NodeJS.Timeout[] = [];
  /** On the run's clock; null until the start. */
  #planStartMs: number | null = null;
  #isExhausted = false;
  #isFinished = false;
  #drainUntilMs = Number.POSITIVE_INFINITY;

  constructor(options: LoadLoopOptions) {
    this.#options = options;
    const { order, loopPlan, nowMs } = options;
    this.#client = order.plan.scenario.client;
    this.#meter = new IntervalMeter(order.thread);
    this.#retries = new RetryPolicy(this.#client, loopPlan.chance);
    this.#pool = new Pool({
      ...order,
      nowMs,
      chance: loopPlan.chance,
      onIdle: (group) => this.#serve(group),
      onConnectError: (error) => {
        this.#opening.lastError = error;
        if (this.#planStartMs !== null) this.#meter.onError(errorClassOf(error.errno, options.errors));
      },
    });
    this.#opening = new Opening(this.#pool.slots, nowMs);
    const perLine = Math.ceil(this.#client.queueMax / order.threads / this.#pool.groups.length);
    this.#lines = this.#pool.groups.map(() => new WaitingLine(perLine));
    this.#pacer = new Pacer({
      arrivals: loopPlan.arrivals,
      planMs: () => this.#planMs(),
      onDue: (index, intendedStartMs) => this.#guard(() => this.#admit(index, intendedStartMs)),
      onExhausted: () => this.#beginDrain(),
    });
    this.#pool.repoint(order.route);
    this.#every(sweepEveryMs, () => this.#sweep());
    this.#every(flushEveryMs, () => options.writer.flush());
  }

  go(planStartMs: number): void {
    this.#planStartMs = planStartMs;
    this.#every(intervalMs, () => this.#reportInterval());
    this.#pacer.start();
  }

  repoint(route: Route): void {
    this.#pool.repoint(route);
  }

  /** No further arrivals; what waits is dropped, what is in flight is awaited. */
  stop(): void {
    if (this.#isFinished) return;
    this.#pacer.stop();
    for (const line of this.#lines) for (const pending of line.clear()) this.#drop(pending, 'interrupted');
    this.#beginDrain();
  }

  /** Milliseconds on the plan's axis. */
  #planMs(): number {
    return this.#options.nowMs() - (this.#planStartMs ?? 0);
  }

  #every(everyMs: number, action: () => void): void {
    this.#timers.push(setInterval(() => this.#guard(action), everyMs));
  }

  /** A full disk or a defect ends the load in order instead of the whole process. */
  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#finish(error);
    }
  }

  #admit(index: number, intendedStartMs: number): void {
    const lagMs = this.#planMs() - intendedStartMs;
    this.#meter.onDue(lagMs);
    const content = this.#options.loopPlan.contentOf(index);
    const pending: Pending = { index, intendedStartMs, content, attempt: 1, notBeforeMs: 0, startMs: 0, giveUpAtMs: 0 };
    // Later than the deadline by the thread's own fault: nobody would still wait for the answer.
    if (lagMs > this.#client.deadlineMs) return this.#drop(pending, 'generator-late');
    const group = this.#pool.groupForZone(content.zone);
    if (this.#lines[group]?.join(pending)) this.#serve(group);
    else this.#drop(pending, 'pool-exhausted');
  }

  /** Gives free connections to those who wait longest. */
  #serve(group: number): void {
    const line = this.#lines[group];
    while (line !== undefined && line.length > 0 && !this.#isFinished) {
      const slot = this.#pool.idleSlot(group);
      if (slot === undefined) return;
      const pending = line.take(this.#planMs());
      if (pending === undefined) return;
      this.#send(slot, pending);
    }
  }

  #send(slot: Slot, pending: Pending): void {
    const { session, node } = slot;
    if (session === null) throw new Error('A connection without a session was called idle.');
    pending.startMs = this.#planMs();
    pending.giveUpAtMs = pending.startMs + this.#client.transactionTimeoutMs;
    slot.isBusy = true;
    this.#inFlight.set(slot, pending);
    if (pending.attempt === 1) this.#meter.onIssued();
    perform(pending, this.#options.order, this.#options.loopPlan.operations, {
      session,
      errors: this.#options.errors,
      done: (result) => this.#guard(() => this.#onEnded(slot, node, pending, result)),
    });
  }

  #onEnded(slot: Slot, node: number, pending: Pending, result: AttemptResult): void {
    this.#inFlight.delete(slot);
    if (this.#isFinished) return;
    const endMs = this.#planMs();
    const isRetried = !this.#isExhaustedAndOverdue() && this.#retries.shouldRetry(pending, result, endMs);
    logAttempt(this.#options.writer, pending, result, { node, connection: slot.id, endMs, isRetried });
    if (result.errno !== 0) this.#meter.onError(errorClassOf(result.errno, this.#options.errors));
    if (isRetried) {
      this.#retries.schedule(pending, result, endMs);
      this.#lines[this.#pool.groupOf(slot)]?.rejoin(pending);
    } else {
      const isAnswered = result.outcome === 'acknowledged' || result.outcome === 'declined';
      this.#meter.onEnded(result.outcome, isAnswered ? endMs - pending.intendedStartMs : null);
    }
    slot.release(result.isConnectionUsable);
    this.#finishWhenDone();
  }

  #drop(pending: Pending, reason: DropReason): void {
    this.#meter.onEnded('dropped', null);
    logDrop(this.#options.writer, pending, reason, this.#planMs());
  }

  #sweep(): void {
    this.#pool.tend();
    if (this.#planStartMs === null) return this.#opening.check(this.#options.onReady);
    const nowMs = this.#planMs();
    for (const [slot, pending] of this.#inFlight) {
      if (nowMs >= pending.giveUpAtMs) slot.session?.abort('No answer within the transaction timeout.');
    }
    this.#lines.forEach((line, group) => {
      for (const pending of line.expire(nowMs, this.#client.deadlineMs)) this.#drop(pending, 'deadline-passed');
      // The earlier attempts of a given-up retry stand in the journal and say how the arrival ended.
      for (const _given of line.expireRetries((each) => this.#retries.isOver(each, nowMs)))
        this.#meter.onEnded('aborted', null);
      this.#serve(group);
    });
    this.#finishWhenDone();
  }

  #beginDrain(): void {
    this.#isExhausted = true;
    const untilMs = this.#planMs() + this.#options.order.plan.scenario.traffic.drainMs;
    this.#drainUntilMs = Math.min(this.#drainUntilMs, untilMs);
    this.#finishWhenDone();
  }

  #isExhaustedAndOverdue(): boolean {
    return this.#isExhausted && this.#planMs() >= this.#drainUntilMs;
  }

  /** When the drain is over, who still waits is dropped, and what still hangs is given up and judged by where it stood. */
  #finishWhenDone(): void {
    if (!this.#isExhausted || this.#isFinished) return;
    if (this.#isExhaustedAndOverdue()) {
      for (const line of this.#lines) for (const pending of line.clear()) this.#drop(pending, 'deadline-passed');
      for (const slot of this.#inFlight.keys()) slot.session?.abort('No answer within the drain.');
    }
    if (this.#inFlight.size === 0 && this.#queued() === 0) this.#finish(null);
  }

  #queued(): number {
    return this.#lines.reduce((sum, line) => sum + line.length, 0);
  }

  #reportInterval(): void {
    this.#options.onInterval(this.#meter.take(this.#planMs(), this.#inFlight.size, this.#queued()));
  }

  #finish(error: unknown): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    if (this.#planStartMs !== null) this.#reportInterval();
    for (const timer of this.#timers) clearInterval(timer);
    this.#pacer.stop();
    this.#pool.close();
    this.#meter[Symbol.dispose]();
    this.#options.onFinished(error ?? this.#closeJournal());
  }

  #closeJournal(): unknown {
    try {
      this.#options.writer.close();
      return null;
    } catch (error) {
      return error;
    }
  }
}
