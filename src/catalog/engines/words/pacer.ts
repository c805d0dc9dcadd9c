/** Tells when an arrival is due: never early, and without a look at how the earlier ones fare. */

import { nap } from '../../../kit/nap.js';

/** A timer may be this much late. The rest is slept in pieces, between which answers are read. */
const timerMs = 2;
const napMs = 0.1;

export interface PacerOptions {
  readonly arrivals: { readonly index: number; readonly intendedStartMs: number; next(): boolean };
  /** Milliseconds on the plan's axis. */
  readonly planMs: () => number;
  readonly onDue: (index: number, intendedStartMs: number) => void;
  /** Whether an arrival that is due would leave at once; else the millisecond of a timer does no harm. */
  readonly couldBeSent: () => boolean;
  /** No further arrival will come. */
  readonly onExhausted: () => void;
}

export class Pacer {
  readonly #options: PacerOptions;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
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
    clearImmediate(this.#immediate);
  }

  /** Lets all go that are due. Whoever was woken by something else calls it: a timer is only looked at when everybody is done. */
  letGo(): void {
    const { arrivals, planMs, onDue } = this.#options;
    while (this.#hasArrival && arrivals.intendedStartMs <= planMs()) {
      onDue(arrivals.index, arrivals.intendedStartMs);
      this.#advance();
    }
  }

  /** Sleeps until the next one is due. Timers may fire early, hence the check against the clock. */
  #pace(): void {
    this.letGo();
    if (!this.#hasArrival) return;
    const { arrivals, planMs, couldBeSent } = this.#options;
    const waitMs = arrivals.intendedStartMs - planMs();
    if (waitMs > timerMs) this.#timer = setTimeout(() => this.#pace(), Math.floor(waitMs - timerMs));
    else if (!couldBeSent()) this.#timer = setTimeout(() => this.#pace(), Math.ceil(waitMs));
    else this.#immediate = setImmediate(() => this.#look());
  }

  /** What has arrived has been read: nothing is to be done until the next answer or the next arrival. */
  #look(): void {
    const { arrivals, planMs } = this.#options;
    const waitMs = arrivals.intendedStartMs - planMs();
    if (waitMs > 0) nap(Math.min(waitMs, napMs));
    this.#pace();
  }

  #advance(): void {
    if (this.#isStopped) return;
    this.#hasArrival = this.#options.arrivals.next();
    if (!this.#hasArrival) this.#options.onExhausted();
  }
}
