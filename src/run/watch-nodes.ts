/** Watches every node's health from outside, a few times a second, and reports each change: the lanes of the timeline. */
import type { Clock } from '../model/clock.js';
import type { Flavor, NodeHealth, NodeState } from '../model/flavor.js';
import type { JournalEvent } from '../model/journal.js';
import type { Endpoint } from '../model/topology.js';
import { askHealth } from '../mysql/ask-health.js';
import { connect, type Connection } from '../mysql/connect.js';
import { isTimeout } from '../mysql/error-facts.js';

const intervalMs = 250;
const timeoutMs = 700;
/** What is said of a node that said nothing. */
const silences: ReadonlySet<NodeState> = new Set(['hung', 'down', 'absent']);
/** Lag is a measurement and not a state: it is reported at this pace even when nothing else changes. */
const lagReportMs = 1_000;

export interface NodeWatchOptions {
  readonly endpoint: Endpoint;
  readonly flavor: Flavor;
  /** On the plan's axis. */
  readonly clock: Clock;
  /** Whether the node belongs to the cluster: one that does not is not down, only absent. */
  readonly isMember: () => boolean;
  readonly report: (event: JournalEvent) => void;
}

type Look = Required<Pick<Extract<JournalEvent, { readonly kind: 'node-state' }>, 'atMs' | 'between'>>;

export class NodeWatch implements AsyncDisposable {
  readonly #options: NodeWatchOptions;
  readonly #stop = new AbortController();
  readonly #finished: Promise<void>;
  #connection: Connection | null = null;
  #reported = '';
  #lagReportedMs = Number.NEGATIVE_INFINITY;
  #lookedMs: number | null = null;

  constructor(options: NodeWatchOptions) {
    this.#options = options;
    this.#finished = this.#watch();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#finished;
    this.#connection?.destroy();
  }

  async #watch(): Promise<void> {
    const { clock } = this.#options;
    while (!this.#stop.signal.aborted) {
      const askedMs = clock.nowMs();
      const health = await this.#look();
      const endMs = clock.nowMs();
      // A server that was frozen answers an old question with what is true now.
      const atMs = silences.has(health.state) ? askedMs : endMs;
      this.#report({ atMs, between: { fromMs: this.#lookedMs ?? askedMs, toMs: endMs } }, health);
      this.#lookedMs = askedMs;
      const waitMs = Math.max(20, intervalMs - (endMs - askedMs));
      await clock.sleep(waitMs, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #look(): Promise<NodeHealth> {
    const { endpoint, flavor, isMember } = this.#options;
    const kept = this.#connection;
    try {
      const connection = kept ?? (await connect(endpoint, { connectTimeoutMs: timeoutMs }));
      this.#connection = connection;
      return await askHealth(flavor, (sql) => connection.query(sql, { timeoutMs }));
    } catch (error) {
      this.#connection?.destroy();
      this.#connection = null;
      // Only this connection may have been ended: by an administrator, by a fence, by a proxy.
      if (kept !== null && !isTimeout(error)) return this.#look();
      const silence = isTimeout(error) ? 'hung' : 'down';
      const state = isMember() ? silence : 'absent';
      return { state, detail: '', clusterSize: null, viewId: null, replicaLagMs: null };
    }
  }

  #report({ atMs, between }: Look, health: NodeHealth): void {
    const identity = `${health.state}|${health.detail}|${health.clusterSize}`;
    const isLagDue = health.replicaLagMs !== null && atMs - this.#lagReportedMs >= lagReportMs;
    if (identity === this.#reported && !isLagDue) return;
    this.#reported = identity;
    this.#lagReportedMs = atMs;
    const { state, detail, clusterSize, replicaLagMs } = health;
    this.#options.report({
      kind: 'node-state',
      atMs,
      between,
      node: this.#options.endpoint.name,
      state,
      detail,
      clusterSize,
      replicaLagMs,
    });
  }
}
