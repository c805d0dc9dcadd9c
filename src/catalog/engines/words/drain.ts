/** The end of a load: no further arrivals, and a bounded time for those on their way. */

export class Drain {
  #untilMs = Number.POSITIVE_INFINITY;

  get hasBegun(): boolean {
    return this.#untilMs < Number.POSITIVE_INFINITY;
  }

  /** A second beginning can only bring the end forward. */
  begin(untilMs: number): void {
    this.#untilMs = Math.min(this.#untilMs, untilMs);
  }

  isOver(nowMs: number): boolean {
    return nowMs >= this.#untilMs;
  }
}
