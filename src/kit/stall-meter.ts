/** Measures for how long a thread of the instrument itself did not run: delays of its event loop, and garbage collection. */
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

/** The delay monitor measures from one sample to the next, so that its own interval is not delay. */
const sampleEveryMs = 10;

export interface Stalls {
  readonly eventLoopDelayMsMax: number;
  readonly garbageCollectionMs: number;
}

/** Sees the thread on which it was made. */
export class StallMeter implements Disposable {
  readonly #delay = monitorEventLoopDelay({ resolution: sampleEveryMs });
  readonly #collections: PerformanceObserver;
  #collectionMs = 0;

  constructor() {
    this.#collections = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) this.#collectionMs += entry.duration;
    });
    this.#collections.observe({ entryTypes: ['gc'] });
    this.#delay.enable();
  }

  /** What happened since the last call; measuring starts anew. */
  take(): Stalls {
    const stalls = {
      eventLoopDelayMsMax: Math.max(0, this.#delay.max / 1e6 - sampleEveryMs),
      garbageCollectionMs: this.#collectionMs,
    };
    this.#delay.reset();
    this.#collectionMs = 0;
    return stalls;
  }

  [Symbol.dispose](): void {
    this.#delay.disable();
    this.#collections.disconnect();
  }
}
