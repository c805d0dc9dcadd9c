/** Tells when an arrival is due: never early, and without a look at how the earlier ones fare. */

export interface PacerOptions {
  readonly arrivals: { readonly index: number; readonly intendedStartMs: number; next(): boolean };
  /** Milliseconds on the plan's axis. */
  readonly planMs: () => number;
  readonly onDue: (index: number, intendedStartMs: number) => void;
  /** No further arrival will come. */
  readonly onExhausted: () => void;
}

export class Pacer {
  readonly #options: PacerOptions;
  #timer: NodeJS.Timeout | undefined;
  #hasArrival = false;
  #isStopped = false;

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#advance();
    this.#pace();
  }

  /** May be told while arrivals are being let go: the one at hand is then the last. */
  stop(): void {
    this.#isStopped = true;
    this.#hasArrival = false;
    clearTimeout(this.#timer);
  }

  /** Lets all go that are due and sleeps until the next one is. Timers may fire early, hence the check against the clock. */
  #pace(): void {
    const { arrivals, planMs, onDue } = this.#options;
    while (this.#hasArrival && arrivals.intendedStartMs <= planMs()) {
      onDue(arrivals.index, arrivals.intendedStartMs);
      this.#advance();
    }
    if (!this.#hasArrival) return;
    const waitMs = Math.max(0, arrivals.intendedStartMs - planMs());
    this.#timer = setTimeout(() => this.#pace(), Math.ceil(waitMs));
  }

  #advance(): void {
    if (this.#isStopped) return;
    this.#hasArrival = this.#options.arrivals.next();
    if (!this.#hasArrival) this.#options.onExhausted();
  }
}
