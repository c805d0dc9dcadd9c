/** Attempts that wait for an answer, each on a connection of its own; none of them longer than the transaction timeout. */
import type { AttemptResult } from '../../../model/operation.js';
import type { EndedAttempt } from '../words/carrier.js';
import type { LoadLoopOptions } from '../words/load-options.js';
import type { Pending } from '../words/pending.js';
import { createPerform, type Perform } from './perform.js';
import type { Slot } from './slot.js';

export class InFlight {
  readonly #options: LoadLoopOptions;
  readonly #perform: Perform;
  readonly #timeoutMs: number;
  /** What each carries stands in the slot itself: a map leaves its old tables behind, and with them what was in them, until a whole collection (measured). */
  readonly #slots: readonly Slot[];
  readonly #onEnded: (ended: EndedAttempt<Slot>) => void;
  #size = 0;

  constructor(options: LoadLoopOptions, slots: readonly Slot[], onEnded: (ended: EndedAttempt<Slot>) => void) {
    this.#options = options;
    this.#perform = createPerform(options.order, options.loopPlan.operations);
    this.#timeoutMs = options.order.plan.scenario.client.transactionTimeoutMs;
    this.#slots = slots;
    this.#onEnded = onEnded;
  }

  get size(): number {
    return this.#size;
  }

  send(slot: Slot, pending: Pending, nowMs: number): void {
    const { session, node } = slot;
    const opensSession = slot.isFresh;
    if (session === null) throw new Error('A connection without a session was called idle.');
    const { order, errors } = this.#options;
    pending.startMs = nowMs;
    pending.giveUpAtMs = nowMs + this.#timeoutMs;
    slot.pending = pending;
    slot.isFresh = false;
    this.#size += 1;
    const before = session.statements;
    const done = (result: AttemptResult): void => {
      this.#size -= 1;
      const statements = session.statements - before;
      this.#onEnded({ lane: slot, node, opensSession, pending, result, statements });
    };
    this.#perform(pending, { session, errors, done, sending: order.plan.scenario.client.sending });
  }

  /** What has waited its time is answered with an error, and judged by the step that it had reached. */
  giveUpOverdue(nowMs: number): void {
    for (const { pending, session } of this.#slots) {
      if (pending !== null && nowMs >= pending.giveUpAtMs) session?.abort('No answer within the transaction timeout.');
    }
  }

  giveUpAll(): void {
    for (const { isBusy, session } of this.#slots) if (isBusy) session?.abort('No answer within the drain.');
  }
}
