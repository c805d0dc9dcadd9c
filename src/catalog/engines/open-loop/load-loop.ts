/** The loop of one load thread: gives each arrival that is due a free connection or a place in the line, bounds what hangs, retries as the scenario says, and ends when every arrival has. */
import type { ClientSettings } from '../../../model/scenario.js';
import type { Route } from '../../../model/topology.js';
import { AttemptLog } from './attempt-log.js';
import { Drain } from './drain.js';
import { everySecond } from './every-second.js';
import { InFlight, type EndedAttempt } from './in-flight.js';
import { IntervalMeter } from './interval-meter.js';
import type { LoadLoopOptions } from './load-options.js';
import { Opening } from './opening.js';
import { Pacer } from './pacer.js';
import { pendingOf } from './pending.js';
import { Pool } from './pool.js';
import { Sequel } from './sequel.js';
import { WaitingLine } from './waiting-line.js';

/** Connections, deadlines and lines are looked at this often; their bounds are good to this much. */
const sweepEveryMs = 10;
const flushEveryMs = 100;

export class LoadLoop {
  readonly #options: LoadLoopOptions;
  readonly #client: ClientSettings;
  readonly #pool: Pool;
  readonly #lines: readonly WaitingLine[];
  readonly #meter: IntervalMeter;
  readonly #log: AttemptLog;
  readonly #sequel: Sequel;
  readonly #opening: Opening;
  readonly #pacer: Pacer;
  readonly #inFlight: InFlight;
  readonly #timers: Disposable[] = [];
  /** On the run's clock; null until the start. */
  #planStartMs: number | null = null;
  readonly #drain = new Drain();
  #hasGivenUp = false;
  #isFinished = false;

  constructor(options: LoadLoopOptions) {
    this.#options = options;
    const { order, loopPlan, nowMs } = options;
    this.#client = order.plan.scenario.client;
    this.#meter = new IntervalMeter(order.thread, loopPlan.operations.length, this.#client.deadlineMs);
    this.#log = new AttemptLog({ ...options, meter: this.#meter, planMs: () => this.#planMs() });
    this.#sequel = new Sequel({ order, loopPlan, drain: this.#drain });
    this.#pool = new Pool({
      ...order,
      nowMs,
      chance: loopPlan.chance,
      onIdle: (group) => this.#serve(group),
      onRead: () => this.#pacer.letGo(),
      onConnectError: (error) => {
        this.#opening.lastError = error;
        if (this.#planStartMs !== null) this.#log.error(error.errno);
      },
    });
    this.#inFlight = new InFlight(options, this.#pool.slots, (ended) => this.#guard(() => this.#onEnded(ended)));
    this.#opening = new Opening(this.#pool.slots, nowMs);
    const perLine = Math.ceil(this.#client.queueMax / order.threads / this.#pool.groups.length);
    this.#lines = this.#pool.groups.map(() => new WaitingLine(perLine));
    this.#pacer = new Pacer({
      arrivals: loopPlan.arrivals,
      planMs: () => this.#planMs(),
      onDue: (index, intendedStartMs) => this.#guard(() => this.#admit(index, intendedStartMs)),
      couldBeSent: () => this.#inFlight.size < this.#pool.connected,
      onExhausted: () => this.#beginDrain(),
    });
    this.#pool.repoint(order.route);
    this.#every(sweepEveryMs, () => this.#sweep());
    this.#every(flushEveryMs, () => this.#log.flush());
  }

  go(planStartMs: number): void {
    this.#planStartMs = planStartMs;
    const report = (): void => this.#guard(() => this.#reportInterval());
    this.#timers.push(everySecond(() => this.#planMs(), report));
    this.#pacer.start();
  }

  repoint(route: Route): void {
    this.#pool.repoint(route);
  }

  /** No further arrivals; what waits is dropped, what is in flight is awaited, and what holds money is settled. */
  stop(): void {
    if (this.#isFinished) return;
    this.#pacer.stop();
    for (const line of this.#lines) for (const pending of line.clearArrivals()) this.#log.drop(pending, 'interrupted');
    this.#beginDrain();
  }

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
    const pending = pendingOf({ index, intendedStartMs, content });
    // Later than the deadline by the thread's own fault: nobody would still wait for the answer.
    if (lagMs > this.#client.deadlineMs) return this.#log.drop(pending, 'generator-late');
    const group = this.#pool.groupFor(content.zone, index);
    if (this.#lines[group]?.join(pending)) this.#serve(group);
    else this.#log.drop(pending, 'pool-exhausted');
  }

  /** Gives free connections to those who wait longest. */
  #serve(group: number): void {
    const line = this.#lines[group];
    while (line !== undefined && line.length > 0 && !this.#isFinished) {
      const slot = this.#pool.idleSlot(group);
      if (slot === undefined) return;
      const pending = line.take(this.#planMs());
      if (pending === undefined) return;
      if (pending.attempt === 1 && pending.settles === null) this.#meter.onIssued();
      this.#inFlight.send(slot, pending, this.#planMs());
    }
  }

  #onEnded({ slot, node, opensSession, pending, result }: EndedAttempt): void {
    if (this.#isFinished) return;
    const endMs = this.#planMs();
    const line = this.#lines[this.#pool.groupOf(slot)];
    const ended = { line, nowMs: endMs };
    const isRetried = this.#sequel.isRetried(pending, result, ended);
    this.#log.attempt(pending, result, { node, connection: slot.id, opensSession, endMs, isRetried });
    this.#sequel.follow(pending, result, { ...ended, isRetried });
    slot.release(result.isConnectionUsable);
    this.#finishWhenDone();
  }

  #sweep(): void {
    this.#pool.tend();
    if (this.#planStartMs === null) return this.#opening.check(this.#options.onReady);
    const nowMs = this.#planMs();
    this.#inFlight.giveUpOverdue(nowMs);
    this.#lines.forEach((line, group) => {
      for (const pending of line.expire(nowMs, this.#client.deadlineMs)) this.#log.drop(pending, 'deadline-passed');
      for (const retry of this.#sequel.expire(line, nowMs)) this.#log.giveUp(retry);
      this.#serve(group);
    });
    this.#finishWhenDone();
  }

  #beginDrain(): void {
    this.#drain.begin(this.#planMs() + this.#options.order.plan.scenario.traffic.drainMs);
    this.#finishWhenDone();
  }

  /** When the drain is over, who still waits is dropped, and what still hangs is given up, once: each of them comes back here. */
  #finishWhenDone(): void {
    if (!this.#drain.hasBegun || this.#isFinished) return;
    if (!this.#hasGivenUp && this.#drain.isOver(this.#planMs())) {
      this.#hasGivenUp = true;
      for (const line of this.#lines) for (const pending of line.clear()) this.#log.drop(pending, 'deadline-passed');
      this.#inFlight.giveUpAll();
    }
    if (this.#inFlight.size === 0 && this.#queued() === 0) this.#finish(null);
  }

  #queued(): number {
    return this.#lines.reduce((sum, line) => sum + line.length, 0);
  }

  #reportInterval(): void {
    const interval = this.#meter.take(this.#planMs(), this.#inFlight.size, this.#queued());
    this.#options.onInterval(interval, this.#meter.tally.take());
  }

  #finish(error: unknown): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    if (this.#planStartMs !== null) this.#reportInterval();
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#pacer.stop();
    this.#pool.close();
    this.#meter[Symbol.dispose]();
    // Closed in any case: what is known when something breaks is worth reading afterwards.
    const unwritten = this.#log.close();
    this.#options.onFinished(error ?? unwritten);
  }
}
