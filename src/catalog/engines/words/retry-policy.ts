/** When an arrival is tried again, and how long it waits before. Under which id, and whether the ledger is asked first, is the attempt's own affair. */
import type { AttemptResult } from '../../../model/operation.js';
import type { ClientSettings, Scenario } from '../../../model/scenario.js';
import type { Pending } from './pending.js';
import { Settlements } from './settlements.js';

/** A conflict is over in milliseconds; what lost its answer needs the next node. */
const pauseAfterAbortMs = 10;
const pauseInDoubtMs = 50;

export class RetryPolicy {
  readonly #client: ClientSettings;
  readonly #chance: () => number;

  constructor(client: ClientSettings, chance: () => number) {
    this.#client = client;
    this.#chance = chance;
  }

  shouldRetry(pending: Pending, result: AttemptResult, nowMs: number): boolean {
    const { retry } = this.#client;
    if (pending.settles !== null) return Settlements.shouldRetry(pending, result, { retry, nowMs });
    const { policy, attemptsMax } = retry;
    if (policy === 'none' || pending.attempt >= attemptsMax || this.isOver(pending, nowMs)) return false;
    return result.outcome === 'aborted' || result.outcome === 'in-doubt';
  }

  /** The customer has put the phone away; who settles has not. */
  isOver(pending: Pending, nowMs: number): boolean {
    if (pending.settles !== null) return false;
    const { retryForMs, transactionTimeoutMs } = this.#client;
    return nowMs - pending.intendedStartMs >= (retryForMs ?? transactionTimeoutMs);
  }

  /** Full jitter over a pause that doubles with each attempt. */
  schedule(pending: Pending, result: AttemptResult, nowMs: number): void {
    const isUnknown = result.outcome === 'in-doubt' || pending.settles?.isAcknowledged === false;
    const pauseMs = isUnknown ? pauseInDoubtMs : pauseAfterAbortMs;
    pending.notBeforeMs = nowMs + pauseMs * 2 ** Math.min(pending.attempt - 1, 5) * this.#chance();
    pending.wasInDoubt ||= result.outcome === 'in-doubt';
    if (result.outcome === 'declined') pending.absentSinceMs ??= nowMs;
    pending.attempt += 1;
  }
}

/** What a gateway does by itself its client does not do once more. */
export function retryingClient({ client, api }: Scenario): ClientSettings {
  const isElsewhere = (api?.gateway?.bug ?? null) === 'naive-retry';
  return isElsewhere ? { ...client, retry: { ...client.retry, attemptsMax: 1 } } : client;
}
