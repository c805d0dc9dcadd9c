/** Attempts that wait for an answer, each on a connection of its own; none of them longer than the transaction timeout. */
import type { AttemptResult } from '../../../model/operation.js';
import type { LoadLoopOptions } from './load-options.js';
import type { Pending } from './pending.js';
import { perform } from './perform.js';
import type { Slot } from './slot.js';

export interface EndedAttempt {
  readonly slot: Slot;
  /** Where the connection was when the attempt began. */
  readonly node: number;
  /** Whether it was the first on its connection. */
  readonly opensSession: boolean;
  readonly pending: Pending;
  readonly result: AttemptResult;
}

export class InFlight {
  readonly #options: LoadLoopOptions;
  readonly #timeoutMs: number;
  readonly #onEnded: (ended: EndedAttempt) => void;
  readonly #pending = new Map<Slot, Pending>();

  constructor(options: LoadLoopOptions, onEnded: (ended: EndedAttempt) => void) {
    this.#options = options;
    this.#timeoutMs = options.order.plan.scenario.client.transactionTimeoutMs;
    this.#onEnded = onEnded;
  }

  get size(): number {
    return this.#pending.size;
  }

  send(slot: Slot, pending: Pending, nowMs: number): void {
    const { session, node } = slot;
    const opensSession = slot.isFresh;
    if (session === null) throw new Error('A connection without a session was called idle.');
    const { order, loopPlan, errors } = this.#options;
    pending.startMs = nowMs;
    pending.giveUpAtMs = nowMs + this.#timeoutMs;
    slot.isBusy = true;
    slot.isFresh = false;
    this.#pending.set(slot, pending);
    const done = (result: AttemptResult): void => {
      this.#pending.delete(slot);
      this.#onEnded({ slot, node, opensSession, pending, result });
    };
    perform(pending, order, loopPlan.operations, {
      session,
      errors,
      done,
      sending: order.plan.scenario.client.sending,
    });
  }

  /** What has waited its time is answered with an error, and judged by the step that it had reached. */
  giveUpOverdue(nowMs: number): void {
    for (const [slot, pending] of this.#pending) {
      if (nowMs >= pending.giveUpAtMs) slot.session?.abort('No answer within the transaction timeout.');
    }
  }

  giveUpAll(): void {
    for (const slot of this.#pending.keys()) slot.session?.abort('No answer within the drain.');
  }
}
