/** Watches the runner's own main thread: an instrument that stalls must say so, because its measurements stall with it. */
import { monitorEventLoopDelay, PerformanceObserver, type IntervalHistogram } from 'node:perf_hooks';
import { memoryUsage } from 'node:process';
import type { Clock } from '../model/clock.js';
import type { JournalEvent } from '../model/journal.js';

const intervalMs = 1_000;
/** The delay monitor measures from one sample to the next, so that its own interval is not delay. */
const sampleEveryMs = 10;

export class InstrumentWatch implements Disposable {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: sampleEveryMs });
  readonly #collections: PerformanceObserver;
  readonly #timer: NodeJS.Timeout;
  #collectionMs = 0;

  constructor(clock: Clock, report: (event: JournalEvent) => void) {
    this.#collections = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) this.#collectionMs += entry.duration;
    });
    this.#collections.observe({ entryTypes: ['gc'] });
    this.#delay.enable();
    this.#timer = setInterval(() => {
      report({
        kind: 'instrument',
        atMs: clock.nowMs(),
        eventLoopDelayMsMax: Math.max(0, this.#delay.max / 1e6 - sampleEveryMs),
        garbageCollectionMs: this.#collectionMs,
        rssBytes: memoryUsage.rss(),
      });
      this.#delay.reset();
      this.#collectionMs = 0;
    }, intervalMs);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#delay.disable();
    this.#collections.disconnect();
  }
}
