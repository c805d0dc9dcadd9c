/** When a lost connection may be opened again: exponential backoff with full jitter, so that a thousand lost connections do not return in one wave. */
import type { ClientSettings } from '../../../model/scenario.js';

/** Beyond, the highest wait is reached whatever the lowest is. */
const doublingsMax = 20;

export interface BackoffOptions {
  readonly reconnect: ClientSettings['reconnect'];
  readonly nowMs: () => number;
  /** Uniform in [0, 1). */
  readonly chance: () => number;
}

export class Backoff {
  readonly #options: BackoffOptions;
  #failures = 0;
  #untilMs = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  get isOver(): boolean {
    return this.#options.nowMs() >= this.#untilMs;
  }

  /** It was lost or could not be opened, or has carried nothing through: a node may greet everybody and refuse every payment. */
  failed(): void {
    const { reconnect, nowMs, chance } = this.#options;
    const ceilingMs = Math.min(reconnect.maxMs, reconnect.minMs * 2 ** Math.min(this.#failures, doublingsMax));
    this.#failures += 1;
    this.#untilMs = nowMs() + (reconnect.isJittered ? ceilingMs * chance() : ceilingMs);
  }

  /** It has carried an attempt to its end. */
  worked(): void {
    this.#failures = 0;
  }

  /** Where it is to go has changed: it may go at once. */
  reset(): void {
    this.#failures = 0;
    this.#untilMs = 0;
  }
}
