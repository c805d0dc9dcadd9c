/** The plan's time as the clients of a simulated cluster tell it: payments and probes carry when they were sent, and none can have been sent later than it came. */
import type { SimulatedRow } from '../model/bug.js';
import type { Clock } from '../model/clock.js';

const timeColumns: Readonly<Record<string, string>> = { payment: 'client_time', probe: 'time' };

export class PlanAxis {
  readonly #clock: Clock;
  /** On the cluster's clock; unknown before the first row that tells. */
  #startMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  learn(table: string, row: SimulatedRow): void {
    const column = timeColumns[table];
    const sentMs = column === undefined ? null : row[column];
    if (typeof sentMs === 'number') this.#startMs = Math.min(this.#startMs, this.#clock.nowMs() - sentMs);
  }

  /** Minus infinity before anybody has told. */
  nowMs(): number {
    return this.#clock.nowMs() - this.#startMs;
  }
}
