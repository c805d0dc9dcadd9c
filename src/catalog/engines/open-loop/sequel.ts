/** What follows an attempt: another one, the settlement of what it may have authorised, or nothing. */
import type { AttemptResult } from '../../../model/operation.js';
import type { Drain } from './drain.js';
import type { LoadLoopOptions } from './load-options.js';
import type { Pending } from './pending.js';
import { RetryPolicy } from './retry-policy.js';
import { Settlements } from './settlements.js';
import type { WaitingLine } from './waiting-line.js';

export interface SequelOptions extends Pick<LoadLoopOptions, 'order' | 'loopPlan'> {
  /** When it is over, nothing follows any more. */
  readonly drain: Drain;
}

export class Sequel {
  readonly #drain: Drain;
  readonly #retries: RetryPolicy;
  readonly #settlements: Settlements;

  constructor({ order, loopPlan, drain }: SequelOptions) {
    this.#drain = drain;
    this.#retries = new RetryPolicy(order.plan.scenario.client, loopPlan.chance);
    this.#settlements = new Settlements(order.plan, (arrival) => loopPlan.settlementAfter(arrival));
  }

  isRetried(pending: Pending, result: AttemptResult, ended: EndedIn): boolean {
    const hasRoom = !this.#drain.isOver(ended.nowMs) && ended.line?.canRejoin === true;
    return hasRoom && this.#retries.shouldRetry(pending, result, ended.nowMs);
  }

  /** Puts into the line what follows. */
  follow(pending: Pending, result: AttemptResult, ended: EndedIn & { readonly isRetried: boolean }): void {
    if (!ended.isRetried) return this.#settle(pending, result.outcome, ended);
    this.#retries.schedule(pending, result, ended.nowMs);
    ended.line?.rejoin(pending);
  }

  /** Takes from the line what may not be tried again, and settles what it may hold. */
  expire(line: WaitingLine, nowMs: number): readonly Pending[] {
    const expired = line.expireRetries((each) => this.#retries.isOver(each, nowMs));
    for (const retry of expired) this.#settle(retry, 'dropped', { line, nowMs });
    return expired;
  }

  #settle(pending: Pending, outcome: AttemptResult['outcome'], { line, nowMs }: EndedIn): void {
    const settlement = this.#drain.isOver(nowMs) ? null : this.#settlements.after(pending, outcome, nowMs);
    if (settlement !== null) line?.settle(settlement);
  }
}

interface EndedIn {
  readonly line: WaitingLine | undefined;
  readonly nowMs: number;
}
