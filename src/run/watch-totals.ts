/** Adds up all balances of a node every few seconds while the load goes on: money may move between accounts, and its total may not. */
import type { BankTotal } from '../model/anomaly.js';
import type { Clock } from '../model/clock.js';
import type { Endpoint } from '../model/topology.js';
import { connect, type Connection } from '../mysql/connect.js';

/** Before any payment there is nothing to see. */
const firstLookMs = 500;
const intervalMsMin = 2_000;
/** Rest after each answer, in times of how long the server worked for it: the load must not feel it. */
const restFactor = 50;
const timeoutMs = 60_000;
const connectTimeoutMs = 1_000;

export interface TotalsWatchOptions {
  readonly endpoint: Endpoint;
  readonly schema: string;
  /** Whether the ledger has a buffer: what waits in it is on no account, and of the total all the same. */
  readonly isBuffering: boolean;
  /** On the plan's axis. */
  readonly clock: Clock;
  /** Whether the node belongs to the cluster: what another one holds says nothing. */
  readonly isMember: () => boolean;
  readonly report: (read: BankTotal) => void;
}

export class TotalsWatch implements AsyncDisposable {
  readonly #options: TotalsWatchOptions;
  readonly #stop = new AbortController();
  readonly #finished: Promise<void>;
  #connection: Connection | null = null;
  /** In the last look: a connection that could not be opened cost the server nothing. */
  #workedMs = 0;

  constructor(options: TotalsWatchOptions) {
    this.#options = options;
    this.#finished = this.#watch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    // What is asked now may take a minute on a large ledger; nobody waits for it any more.
    this.#connection?.destroy();
    await this.#finished;
  }

  async #watch(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stop;
    const rest = (durationMs: number): Promise<void> => clock.sleep(durationMs, { signal }).catch(() => undefined);
    await rest(Math.max(0, firstLookMs - clock.nowMs()));
    while (!signal.aborted) {
      this.#workedMs = 0;
      await untilAborted(signal, this.#look());
      await rest(Math.max(intervalMsMin, restFactor * this.#workedMs));
    }
  }

  /** A node that does not answer has no total: how long it was down is told by others. */
  async #look(): Promise<void> {
    const { endpoint, schema, isBuffering, clock, isMember, report } = this.#options;
    if (!isMember()) return this.#leave();
    try {
      this.#connection ??= await connect(endpoint, { connectTimeoutMs, database: schema, signal: this.#stop.signal });
      const [row] = await this.#timed(this.#connection.query(totalOf(isBuffering), { timeoutMs }));
      if (row === undefined || this.#stop.signal.aborted || !isMember()) return;
      report({
        node: endpoint.name,
        atMs: clock.nowMs(),
        total: Number(row['total']),
        accounts: Number(row['accounts']),
      });
    } catch {
      this.#leave();
    }
  }

  /** Also what comes to nothing was work, and may be so still. */
  async #timed<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const { clock } = this.#options;
    const askedMs = clock.nowMs();
    try {
      return await answer;
    } finally {
      this.#workedMs = clock.nowMs() - askedMs;
    }
  }

  #leave(): void {
    this.#connection?.destroy();
    this.#connection = null;
  }
}

/** One statement, and so one snapshot. */
function totalOf(isBuffering: boolean): string {
  const buffered = isBuffering ? ' + (SELECT COALESCE(SUM(amount), 0) FROM buffered_entry)' : '';
  return `SELECT COALESCE(SUM(balance), 0)${buffered} AS total, COUNT(*) AS accounts FROM account`;
}

/** Resolves when the work is done, or when nobody waits for it any more. */
function untilAborted(signal: AbortSignal, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
    void work.then(end);
  });
}
