/**
 * The loop of one load thread: lets each arrival go when it is due, never earlier and without waiting for any answer, gives it
 * a free connection or a place in the line, bounds what hangs, retries as the scenario says, and journals every attempt.
 */
import type { AttemptWriter } from '../../../journal/attempt-file.js';
import { ToolError } from '../../../kit/error.js';
import { paymentIdOf } from '../../../kit/payment-id.js';
import { postPayment } from '../../../ledger/post-payment.js';
import { readBalance } from '../../../ledger/read-balance.js';
import type { LoadInterval } from '../../../model/engine.js';
import type { ErrorRow } from '../../../model/flavor.js';
import type { ArrivalContent, AttemptResult } from '../../../model/operation.js';
import type { DropReason } from '../../../model/outcome.js';
import type { Route } from '../../../model/topology.js';
import { errorClassOf, type SeenError } from '../../../mysql/classify-error.js';
import { IntervalMeter } from './interval-meter.js';
import type { ThreadOrder } from './messages.js';
import type { Pending } from './pending.js';
import { Pool } from './pool.js';
import { RetryPolicy } from './retry-policy.js';
import type { Slot } from './slot.js';
import { WaitingLine } from './waiting-line.js';

/** Connections, deadlines and lines are looked at this often; their bounds are good to this much. */
const sweepEveryMs = 10;
const flushEveryMs = 100;
const intervalMs = 1_000;
/** How long the first connections may take before the target counts as unreachable. */
const openTimeoutMs = 10_000;
const noNode = 255;

/** What the loop needs of the schedule; see the plan. */
export interface LoopPlan {
  readonly arrivals: { readonly index: number; readonly intendedStartMs: number; next(): boolean };
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
  readonly #pool: Pool;
  readonly #lines: readonly WaitingLine[];
  readonly #meter: IntervalMeter;
  readonly #retries: RetryPolicy;
  readonly #inFlight = new Map<Slot, Pending>();
  #timers: NodeJS.Timeout[] = [];
  #pacer: NodeJS.Timeout | undefined;
  /** On the run's clock; null until the start. */
  #planStartMs: number | null = null;
  #isReady = false;
  #isExhausted = false;
  #hasArrival = false;
  #isFinished = false;
  #drainUntilMs = Number.POSITIVE_INFINITY;
  #lastConnectError: SeenError | null = null;
  readonly #bornMs: number;

  constructor(options: LoadLoopOptions) {
    this.#options = options;
    const { order, loopPlan, nowMs } = options;
    this.#bornMs = nowMs();
    this.#meter = new IntervalMeter(order.thread);
    this.#retries = new RetryPolicy(order.plan.scenario.client, loopPlan.chance);
    this.#pool = new Pool({
      ...order,
      nowMs,
      chance: loopPlan.chance,
      onIdle: (group) => this.#serve(group),
      onConnectError: (error) => this.#onConnectError(error),
    });
    const perLine = Math.ceil(order.plan.scenario.client.queueMax / order.threads / this.#pool.groups.length);
    this.#lines = this.#pool.groups.map(() => new WaitingLine(perLine));
    this.#pool.repoint(order.route);
    this.#every(sweepEveryMs, () => this.#sweep());
    this.#every(flushEveryMs, () => options.writer.flush());
  }

  go(planStartMs: number): void {
    this.#planStartMs = planStartMs;
    this.#every(intervalMs, () => this.#reportInterval());
    this.#advance();
    this.#pace();
  }

  repoint(route: Route): void {
    this.#pool.repoint(route);
  }

  /** No further arrivals; what waits is dropped, what is in flight is awaited. */
  stop(): void {
    if (this.#isFinished) return;
    this.#isExhausted = true;
    this.#hasArrival = false;
    clearTimeout(this.#pacer);
    for (const line of this.#lines) for (const pending of line.clear()) this.#drop(pending, 'interrupted');
    this.#beginDrain();
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#pacer);
    this.#timers = [];
    this.#pool.close();
    this.#meter[Symbol.dispose]();
  }

  /** Milliseconds on the plan's axis. */
  #planMs(): number {
    return this.#options.nowMs() - (this.#planStartMs ?? 0);
  }

  #every(everyMs: number, action: () => void): void {
    const guarded = (): void => {
      try {
        action();
      } catch (error) {
        this.#finish(error);
      }
    };
    this.#timers.push(setInterval(guarded, everyMs));
  }

  #advance(): void {
    this.#hasArrival = this.#options.loopPlan.arrivals.next();
    if (this.#hasArrival) return;
    this.#isExhausted = true;
    this.#beginDrain();
  }

  /** Sends all that is due and sleeps until the next is. Timers may fire early, hence the check against the clock. */
  #pace(): void {
    const { arrivals } = this.#options.loopPlan;
    while (this.#hasArrival && arrivals.intendedStartMs <= this.#planMs()) {
      this.#admit(arrivals.index, arrivals.intendedStartMs);
      this.#advance();
    }
    if (!this.#hasArrival) return;
    const waitMs = Math.max(0, arrivals.intendedStartMs - this.#planMs());
    this.#pacer = setTimeout(() => this.#pace(), Math.ceil(waitMs));
  }

  #admit(index: number, intendedStartMs: number): void {
    const lagMs = this.#planMs() - intendedStartMs;
    this.#meter.onDue(lagMs);
    const content = this.#options.loopPlan.contentOf(index);
    const pending: Pending = { index, intendedStartMs, content, attempt: 1, notBeforeMs: 0, startMs: 0, giveUpAtMs: 0 };
    // Later than the deadline by the thread's own fault: nobody would still wait for the answer.
    if (lagMs > this.#options.order.plan.scenario.client.deadlineMs) return this.#drop(pending, 'generator-late');
    const group = this.#pool.groupForZone(content.zone);
    const line = this.#lines[group] as WaitingLine;
    if (!line.join(pending)) return this.#drop(pending, 'pool-exhausted');
    this.#serve(group);
  }

  /** Gives free connections to those who wait longest. */
  #serve(group: number): void {
    const line = this.#lines?.[group];
    while (line !== undefined && line.length > 0) {
      const slot = this.#pool.idleSlot(group);
      if (slot === undefined) return;
      const pending = line.take(this.#planMs());
      if (pending === undefined) return;
      this.#send(slot, pending);
    }
  }

  #send(slot: Slot, pending: Pending): void {
    const { order, loopPlan, errors } = this.#options;
    const { client, ledger } = { client: order.plan.scenario.client, ledger: order.plan.ledger };
    const { content, operation } = pending.content;
    const node = slot.node;
    pending.startMs = this.#planMs();
    pending.giveUpAtMs = pending.startMs + client.transactionTimeoutMs;
    slot.isBusy = true;
    this.#inFlight.set(slot, pending);
    if (pending.attempt === 1) this.#meter.onIssued();
    const session = slot.session;
    if (session === null) throw new Error('A connection without a session was called idle.');
    const context = { session, errors, done: (result: AttemptResult) => this.#onEnded(slot, node, pending, result) };
    if (content.kind === 'read') return readBalance(content.account, context);
    postPayment(
      {
        paymentId: paymentIdOf(order.runTag, pending.index),
        operation: loopPlan.operations[operation] as string,
        attempt: pending.attempt,
        clientTimeMs: Math.round(pending.startMs),
        posting: content,
        mayBeNegative: (account) => account >= ledger.banks.first && account < ledger.banks.first + ledger.banks.count,
      },
      context,
    );
  }

  #onEnded(slot: Slot, node: number, pending: Pending, result: AttemptResult): void {
    this.#inFlight.delete(slot);
    const endMs = this.#planMs();
    const isRetried = !this.#isFinished && this.#retries.shouldRetry(pending, result, endMs);
    this.#journal(pending, result, { node, connection: slot.id, endMs, isRetried });
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

  #journal(
    pending: Pending,
    result: AttemptResult,
    ended: { readonly node: number; readonly connection: number; readonly endMs: number; readonly isRetried: boolean },
  ): void {
    this.#options.writer.append({
      arrival: pending.index,
      attempt: pending.attempt,
      operation: pending.content.operation,
      zone: pending.content.zone,
      outcome: result.outcome,
      dropReason: 'none',
      step: result.step,
      errno: result.errno,
      intendedStartMs: pending.intendedStartMs,
      startMs: pending.startMs,
      ...ended,
    });
  }

  #drop(pending: Pending, dropReason: DropReason): void {
    const atMs = this.#planMs();
    this.#meter.onEnded('dropped', null);
    this.#options.writer.append({
      arrival: pending.index,
      attempt: 0,
      operation: pending.content.operation,
      zone: pending.content.zone,
      node: noNode,
      connection: 0,
      outcome: 'dropped',
      dropReason,
      step: 'connect',
      errno: 0,
      isRetried: false,
      intendedStartMs: pending.intendedStartMs,
      startMs: atMs,
      endMs: atMs,
    });
  }

  #sweep(): void {
    this.#pool.tend();
    if (this.#planStartMs === null) return this.#checkReady();
    const nowMs = this.#planMs();
    const { deadlineMs } = this.#options.order.plan.scenario.client;
    for (const [slot, pending] of this.#inFlight) {
      if (nowMs >= pending.giveUpAtMs) slot.session?.abort('No answer within the transaction timeout.');
    }
    this.#lines.forEach((line, group) => {
      for (const pending of line.expire(nowMs, deadlineMs)) this.#drop(pending, 'deadline-passed');
      for (const pending of line.expireRetries((each) => this.#retries.isOver(each, nowMs))) this.#giveUpRetry(pending);
      this.#serve(group);
    });
    this.#finishWhenDone();
  }

  /** Its earlier attempts stand in the journal and say how the arrival ended. */
  #giveUpRetry(_pending: Pending): void {
    this.#meter.onEnded('aborted', null);
  }

  #checkReady(): void {
    if (this.#isReady) return;
    this.#isReady = this.#pool.slots.every((slot) => slot.session !== null);
    if (this.#isReady) return this.#options.onReady();
    if (this.#options.nowMs() - this.#bornMs < openTimeoutMs) return;
    const cause = this.#lastConnectError?.message ?? 'no answer';
    const open = this.#pool.slots.filter((slot) => slot.session !== null).length;
    this.#finish(
      new ToolError(
        'setupFailed',
        `Only ${open} of ${this.#pool.slots.length} connections of a load thread could be opened within ${openTimeoutMs / 1_000} s: ${cause}.`,
        'Is the target up, and does it allow so many connections (max_connections against client.connections)?',
      ),
    );
  }

  #onConnectError(error: SeenError): void {
    this.#lastConnectError = error;
    if (this.#planStartMs !== null) this.#meter.onError(errorClassOf(error.errno, this.#options.errors));
  }

  #beginDrain(): void {
    const { plan } = this.#options.order;
    const fromMs = Math.min(this.#planMs(), plan.durationMs);
    this.#drainUntilMs = Math.min(this.#drainUntilMs, Math.max(fromMs, this.#planMs()) + plan.scenario.traffic.drainMs);
    this.#finishWhenDone();
  }

  #finishWhenDone(): void {
    if (!this.#isExhausted || this.#isFinished) return;
    const waiting = this.#lines.reduce((sum, line) => sum + line.length, 0);
    const isOverdue = this.#planMs() >= this.#drainUntilMs;
    if (isOverdue) this.#endOverdue();
    if (this.#inFlight.size === 0 && (waiting === 0 || isOverdue)) this.#finish(null);
  }

  /** The drain is over: who still waits is dropped, what still hangs is given up and classified by where it stood. */
  #endOverdue(): void {
    for (const line of this.#lines) for (const pending of line.clear()) this.#drop(pending, 'deadline-passed');
    for (const slot of this.#inFlight.keys()) slot.session?.abort('No answer within the drain.');
  }

  #reportInterval(): void {
    const queued = this.#lines.reduce((sum, line) => sum + line.length, 0);
    this.#options.onInterval(this.#meter.take(this.#planMs(), this.#inFlight.size, queued));
  }

  #finish(error: unknown): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    if (this.#planStartMs !== null) this.#reportInterval();
    this.close();
    let failure = error;
    try {
      this.#options.writer.close();
    } catch (closeError) {
      failure ??= closeError;
    }
    this.#options.onFinished(failure);
  }
}
