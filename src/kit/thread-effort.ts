/** How much of its time a thread was busy, as the kernel counts it: a thread that never sleeps is the limit of whatever it drives. */
import { readFileSync } from 'node:fs';

/** Of the thread that reads it: nanoseconds on a processor, and nanoseconds in which it could have run and had to wait for one. */
const ownStatistics = '/proc/thread-self/schedstat';
const nanosecondsAMs = 1e6;

/** Measures the thread on which it is used. */
export class EffortMeter {
  #lastMs = readBusyMs();

  /** Time worked or waited for a processor since the last call; null where the system does not tell. */
  take(): number | null {
    const nowMs = readBusyMs();
    const busyMs = nowMs === null || this.#lastMs === null ? null : nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    return busyMs;
  }
}

function readBusyMs(): number | null {
  try {
    const [ran, waited] = readFileSync(ownStatistics, 'utf8').split(' ').map(Number);
    return ((ran as number) + (waited as number)) / nanosecondsAMs;
  } catch {
    // Kernels may be built without it; nothing but this figure is lost.
    return null;
  }
}
