/** The wait for all connections before the first arrival; a target that cannot be reached is told in seconds, with its own words. */
import { ToolError } from '../../../kit/error.js';
import type { SeenError } from '../../../mysql/classify-error.js';
import type { Slot } from './slot.js';

const timeoutMs = 10_000;

export class Opening {
  readonly #slots: readonly Slot[];
  readonly #nowMs: () => number;
  readonly #startMs: number;
  #isReady = false;
  lastError: SeenError | null = null;

  constructor(slots: readonly Slot[], nowMs: () => number) {
    this.#slots = slots;
    this.#nowMs = nowMs;
    this.#startMs = nowMs();
  }

  /** Calls back once when all are open; throws a ToolError when they are not in time. */
  check(onReady: () => void): void {
    if (this.#isReady) return;
    const open = this.#slots.filter((slot) => slot.session !== null).length;
    this.#isReady = open === this.#slots.length;
    if (this.#isReady) return onReady();
    if (this.#nowMs() - this.#startMs < timeoutMs) return;
    throw new ToolError(
      'setupFailed',
      `Only ${open} of ${this.#slots.length} connections of a load thread opened within ${timeoutMs / 1_000} s: ${this.lastError?.message ?? 'no answer'}.`,
      'Is the target up, and does it allow so many connections (max_connections against client.connections)?',
    );
  }
}
