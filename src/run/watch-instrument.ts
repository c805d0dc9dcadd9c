/** Watches the runner's own main thread: an instrument that stalls must say so, because its measurements stall with it. */
import { memoryUsage } from 'node:process';
import { StallMeter } from '../kit/stall-meter.js';
import type { Clock } from '../model/clock.js';
import type { JournalEvent } from '../model/journal.js';

const intervalMs = 1_000;

export class InstrumentWatch implements Disposable {
  readonly #stalls = new StallMeter();
  readonly #timer: NodeJS.Timeout;

  constructor(clock: Clock, report: (event: JournalEvent) => void) {
    this.#timer = setInterval(() => {
      report({
        kind: 'instrument',
        atMs: clock.nowMs(),
        ...this.#stalls.take(),
        rssBytes: memoryUsage.rss(),
      });
    }, intervalMs);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#stalls[Symbol.dispose]();
  }
}
