/** The port of a load engine: it fires a plan's arrivals and journals what happened to each. It must never wait for an answer before the next arrival is due. */
import type { FileSeal } from './journal.js';
import type { LoadInterval } from './load-interval.js';
import type { LoadTally } from './load-tally.js';
import type { Plan } from './plan.js';
import type { Endpoint, Route } from './topology.js';

export interface EngineOptions {
  readonly plan: Plan;
  /** Distinguishes the payment ids of this run, 0 ≤ runTag < 2^20. */
  readonly runTag: number;
  readonly flavor: string;
  readonly nodes: readonly Endpoint[];
  readonly route: Route;
  /** Directory that receives one attempt file per thread. */
  readonly journalDirectory: string;
  /** Monotonic origin of the run, so that all threads share one clock. */
  readonly clockOriginMs: number;
  /** Where the payment API is reached that the scenario names; absent where it names none. */
  readonly apiUrls?: readonly string[];
  /** Once a second and thread. */
  readonly onInterval: (interval: LoadInterval, tally: LoadTally) => void;
}

/** Disposing it closes all connections. */
export interface RunningLoad extends AsyncDisposable {
  /** Resolves when every connection is open, rejects with a ToolError when the target cannot be reached. */
  readonly ready: Promise<void>;
  /** Sets time zero of the plan on the run's clock and lets the arrivals go. */
  go(planStartMs: number): void;
  repoint(route: Route): void;
  /** No new arrivals; those already sent are awaited up to the plan's drain. */
  stop(): void;
  /** Resolves when every arrival has ended, with what the closed journal files hold. Rejects when a thread died. */
  readonly finished: Promise<readonly FileSeal[]>;
}

export interface Engine {
  readonly kind: string;
  readonly summary: string;
  start(options: EngineOptions): RunningLoad;
}
