/**
 * The second transactions of payments that only authorise. A worker behind the application makes them, not the customer: whatever the authorisation may have held is
 * captured or voided, and tried again until it is answered or the drain is over.
 */
import { settlementOf } from '../../../kit/settlement-index.js';
import type { AttemptResult, Settlement } from '../../../model/operation.js';
import type { Outcome } from '../../../model/outcome.js';
import type { Plan } from '../../../model/plan.js';
import type { RetrySettings } from '../../../model/scenario.js';
import { pendingOf, type Pending } from './pending.js';

/** The journal numbers attempts in one byte. */
const attemptsMax = 250;
/** How long an authorisation that was never acknowledged is asked for, from when it was first not there: its commit may still wait in a cluster that stood still. */
const awaitedForMs = 10_000;

export class Settlements {
  readonly #plan: Plan;
  readonly #settlementAfter: (arrival: number) => Settlement | null;

  constructor(plan: Plan, settlementAfter: (arrival: number) => Settlement | null) {
    this.#plan = plan;
    this.#settlementAfter = settlementAfter;
  }

  /** What follows an arrival that has ended so; null where no money is held. `dropped`: a further attempt was given up before it was sent. */
  after(pending: Pending, outcome: Outcome, endMs: number): Pending | null {
    const { content, index, attempt, settles } = pending;
    if (settles !== null || content.content.kind !== 'posting' || content.content.state !== 'authorised') return null;
    const mayHold = outcome === 'acknowledged' || outcome === 'in-doubt' || pending.wasInDoubt;
    const settlement = mayHold ? this.#settlementAfter(index) : null;
    if (settlement === null) return null;
    const intendedStartMs = endMs + settlement.afterMs;
    const next = pendingOf({
      index: settlementOf(this.#plan, index),
      intendedStartMs,
      content: { ...content, content: settlement.posting },
      settles: { attempt: outcome === 'dropped' ? attempt - 1 : attempt, isAcknowledged: outcome === 'acknowledged' },
    });
    next.notBeforeMs = intendedStartMs;
    return next;
  }

  /** A node that lags may not know the authorisation yet: where it was acknowledged, it must be there. A naive client has no more payment ids than attempts. */
  static shouldRetry(pending: Pending, { outcome }: AttemptResult, { retry, nowMs }: RetriedIn): boolean {
    const { attempt, settles } = pending;
    const absentSinceMs = pending.absentSinceMs ?? nowMs;
    if (attempt >= (retry.policy === 'naive' ? retry.attemptsMax : attemptsMax)) return false;
    if (outcome === 'declined') return settles?.isAcknowledged === true || nowMs - absentSinceMs < awaitedForMs;
    return outcome === 'aborted' || outcome === 'in-doubt';
  }
}

interface RetriedIn {
  readonly retry: RetrySettings;
  readonly nowMs: number;
}
