/**
 * A small failover controller, as a payment company would run one beside its primary: asks the primary again and again, gives
 * it up after some silence in a row, promotes the replica that received most, and lets the others follow it.
 */
import { pollUntil } from '../../kit/abort.js';
import { messageOf } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type { ClusterNotice, Endpoint } from '../../model/topology.js';
import { ask, orderTimeoutMs } from '../../mysql/await-answer.js';
import { connect } from '../../mysql/connect.js';
import { becomePrimary, becomeReplica, currentPosition, demandReceipts, replicaStatus } from './replica-sql.js';
import type { ReplicationMode } from './replication-options.js';

export interface FailoverSettings {
  readonly everyMs: number;
  readonly timeoutMs: number;
  /** Silent answers in a row until the primary is given up. */
  readonly misses: number;
}

export interface FailoverOptions {
  readonly settings: FailoverSettings;
  readonly mode: ReplicationMode;
  readonly clock: Clock;
  readonly endpoint: (name: string) => Endpoint;
  readonly primary: () => string;
  /** Replicas that may take over. */
  readonly replicas: () => readonly string[];
  readonly onPromoted: (primary: string) => Promise<void>;
  readonly onNotice: (notice: ClusterNotice) => void;
}

const applyTimeoutMs = 60_000;

export class FailoverController implements AsyncDisposable {
  readonly #options: FailoverOptions;
  readonly #stop = new AbortController();
  readonly #finished: Promise<void>;

  constructor(options: FailoverOptions) {
    this.#options = options;
    this.#finished = this.#watch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#finished;
  }

  async #watch(): Promise<void> {
    const { settings, clock, primary } = this.#options;
    let missed = 0;
    while (!this.#stop.signal.aborted) {
      const name = primary();
      missed = (await this.#doesAnswer(name)) ? 0 : missed + 1;
      if (missed >= settings.misses) {
        missed = 0;
        await this.#failOver(name).catch((error: unknown) =>
          this.#note('note', name, `The failover failed: ${messageOf(error)}`),
        );
      }
      await clock.sleep(settings.everyMs, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** A connection of its own each time: an old one says nothing about whether new ones get through. */
  async #doesAnswer(name: string): Promise<boolean> {
    const { endpoint, settings } = this.#options;
    const connection = await connect(endpoint(name), { connectTimeoutMs: settings.timeoutMs }).catch(() => null);
    if (connection === null) return false;
    const didAnswer = await connection.query('SELECT 1', { timeoutMs: settings.timeoutMs }).then(
      () => true,
      () => false,
    );
    connection.destroy();
    return didAnswer;
  }

  async #failOver(dead: string): Promise<void> {
    const { replicas, mode, endpoint, onPromoted, settings } = this.#options;
    this.#note('failover-detected', dead, `${dead} missed ${settings.misses} answers in a row and is given up`);
    const standing = await this.#standing(replicas().filter((name) => name !== dead));
    const [winner, ...others] = standing;
    if (winner === undefined) throw new Error('no replica answers');
    await this.#awaitApplied(winner.name, winner.received);
    await ask(endpoint(winner.name), (query) => becomePrimary(query, mode), orderTimeoutMs);
    await onPromoted(winner.name);
    this.#note('failover-finished', winner.name, `${winner.name} is the primary now`);
    for (const { name } of others) {
      await ask(endpoint(name), (query) => becomeReplica(query, endpoint(winner.name), mode), orderTimeoutMs);
    }
    if (mode === 'semi-synchronous' && others.length > 0) {
      await ask(endpoint(winner.name), demandReceipts, orderTimeoutMs);
    }
  }

  /** Replicas that answer, the one that received most first; they stop receiving, so that the order stays as it is. */
  async #standing(names: readonly string[]): Promise<readonly { readonly name: string; readonly received: number }[]> {
    const found = await Promise.all(
      names.map(async (name) => {
        try {
          const received = await ask(this.#options.endpoint(name), async (query) => {
            await query('STOP SLAVE IO_THREAD');
            const status = await replicaStatus(query);
            return Math.max(status?.received ?? 0, (await currentPosition(query)).sequence);
          });
          return { name, received };
        } catch {
          return null;
        }
      }),
    );
    return found.filter((each) => each !== null).sort((a, b) => b.received - a.received);
  }

  /** What was received and not yet applied is acknowledged money: it is waited for. */
  async #awaitApplied(name: string, received: number): Promise<void> {
    const { clock, endpoint } = this.#options;
    const isApplied = async (): Promise<boolean> => (await ask(endpoint(name), currentPosition)).sequence >= received;
    const hasApplied = await pollUntil(isApplied, {
      clock,
      timeoutMs: applyTimeoutMs,
      everyMs: 10,
      signal: this.#stop.signal,
    });
    if (!hasApplied) throw new Error(`${name} did not apply what it had received within ${applyTimeoutMs / 1_000} s`);
  }

  #note(what: ClusterNotice['what'], node: string, text: string): void {
    this.#options.onNotice({ atMs: this.#options.clock.nowMs(), what, node, text });
  }
}
