/** The loop of one load thread: gives each arrival that is due a free connection or a place in the line, bounds what hangs, retries as the scenario says, and ends when every arrival has. */
import type { ClientSettings } from '../../../model/scenario.js';
import type { Route } from '../../../model/topology.js';
import { AttemptLog } from './attempt-log.js';
import type { Carrier, CreateCarrier, EndedAttempt, Lane } from './carrier.js';
import { Drain } from './drain.js';
import { everySecond } from './every-second.js';
import { IntervalMeter } from './interval-meter.js';
import type { LoadLoopOptions } from './load-options.js';
import { Pacer } from './pacer.js';
import { pendingOf } from './pending.js';
import { Sequel } from './sequel.js';
import { WaitingLine } from './waiting-line.js';

/** Connections, deadlines and lines are looked at this often; their bounds are good to this much. */
const sweepEveryMs = 10;
const flushEveryMs = 100;

export class LoadLoop<Of extends Lane> {
  readonly #options: LoadLoopOptions;
  readonly #client: ClientSettings;
  readonly #carrier: Carrier<Of>;
  readonly #lines: readonly WaitingLine[];
  readonly #meter: IntervalMeter;
  readonly #log: AttemptLog;
  readonly #sequel: Sequel;
  readonly #pacer: Pacer;
  readonly #timers: Disposable[] = [];
  /** On the run's clock; null until the start. */
  #planStartMs: number | null = null;
  readonly #drain = new Drain();
  #hasGivenUp = false;
  #isFinished = false;

  constructor(options: LoadLoopOptions, createCarrier: CreateCarrier<Of>) {
    this.#options = options;
    const { order, loopPlan } = options;
    this.#client = order.plan.scenario.client;
    this.#meter = new IntervalMeter(order.thread, loopPlan.operations.length, this.#client.deadlineMs);
    this.#log = new AttemptLog({ ...options, meter: this.#meter, planMs: () => this.#planMs() });
    this.#sequel = new Sequel({ order, loopPlan, drain: this.#drain });
    this.#carrier = createCarrier({
      onIdle: (group) => this.#serve(group),
      onRead: () => this.#pacer.letGo(),
      onEnded: (ended) => this.#guard(() => this.#onEnded(ended)),
      onConnectError: ({ errno }) => {
        if (this.#planStartMs !== null) this.#log.error(errno);
      },
    });
    const perLine = Math.ceil(this.#client.queueMax / order.threads / this.#carrier.groups);
    this.#lines = Array.from({ length: this.#carrier.groups }, () => new WaitingLine(perLine));
    this.#pacer = new Pacer({
      arrivals: loopPlan.arrivals,
      planMs: () => this.#planMs(),
      onDue: (index, intendedStartMs) => this.#guard(() => this.#admit(index, intendedStartMs)),
      couldBeSent: () => this.#carrier.inFlight < this.#carrier.connected,
      onExhausted: () => this.#beginDrain(),
    });
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
    this.#carrier.repoint(route);
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
    const group = this.#carrier.groupFor(content.zone, index);
    if (this.#lines[group]?.join(pending)) this.#serve(group);
    else this.#log.drop(pending, 'pool-exhausted');
  }

  /** Gives free connections to those who wait longest. */
  #serve(group: number): void {
    const line = this.#lines[group];
    while (line !== undefined && line.length > 0 && !this.#isFinished) {
      const lane = this.#carrier.idleLane(group);
      if (lane === undefined) return;
      const pending = line.take(this.#planMs());
      if (pending === undefined) return;
      if (pending.attempt === 1 && pending.settles === null) this.#meter.onIssued();
      this.#carrier.send(lane, pending, this.#planMs());
    }
  }

  #onEnded({ lane, node, opensSession, pending, result, statements = 0, before = [] }: EndedAttempt<Of>): void {
    if (this.#isFinished) return;
    this.#meter.onStatements(statements);
    const endMs = this.#planMs();
    const at = { node, connection: lane.id, opensSession, endMs };
    for (const earlier of before) {
      this.#log.attempt(pending, earlier, { ...at, isRetried: true });
      pending.wasInDoubt ||= earlier.outcome === 'in-doubt';
      pending.attempt += 1;
    }
    const ended = { line: this.#lines[this.#carrier.groupOf(lane)], nowMs: endMs };
    const isRetried = this.#sequel.isRetried(pending, result, ended);
    this.#log.attempt(pending, result, { ...at, isRetried });
    this.#sequel.follow(pending, result, { ...ended, isRetried });
    this.#carrier.release(lane, result.isConnectionUsable);
    this.#finishWhenDone();
  }

  #sweep(): void {
    if (this.#planStartMs === null) {
      this.#carrier.tend(null);
      return this.#carrier.checkOpening(this.#options.onReady);
    }
    const nowMs = this.#planMs();
    this.#carrier.tend(nowMs);
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
      this.#carrier.giveUpAll();
    }
    if (this.#carrier.inFlight === 0 && this.#queued() === 0) this.#finish(null);
  }

  #queued(): number {
    return this.#lines.reduce((sum, line) => sum + line.length, 0);
  }

  #reportInterval(): void {
    const interval = this.#meter.take(this.#planMs(), this.#carrier.inFlight, this.#queued());
    this.#options.onInterval(interval, this.#meter.tally.take());
  }

  #finish(error: unknown): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    if (this.#planStartMs !== null) this.#reportInterval();
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#pacer.stop();
    this.#carrier.close();
    this.#meter[Symbol.dispose]();
    // Closed in any case: what is known when something breaks is worth reading afterwards.
    const unwritten = this.#log.close();
    this.#options.onFinished(error ?? unwritten);
  }
}
