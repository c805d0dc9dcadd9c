/** A running Galera cluster of paystorm's own: bootstrapped node by node, and rejoined in the way that hurts the survivors least. */
import { pollUntil } from '../../kit/abort.js';
import { ToolError } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type { Query } from '../../model/flavor.js';
import type { Cluster, Endpoint, NodeProcesses, ReadableNodes, Route, StartOptions } from '../../model/topology.js';
import { ask, awaitAnswer } from '../../mysql/await-answer.js';
import type { ServerFleet } from '../server-fleet.js';

const joinTimeoutMs = 90_000;
/** Longest wait for the survivors to give a dead node up; their default timeouts need about 6 s. */
const evictionTimeoutMs = 30_000;
const syncedState = '4';

export class GaleraCluster implements Cluster {
  readonly topology = 'galera';
  readonly isOwned = true;
  readonly capabilities = ['kill', 'pause', 'restart'] as const;
  readonly directory: string;
  readonly process: NodeProcesses;
  readonly #fleet: ServerFleet;
  readonly #timeouts: string;
  readonly #clock: Clock;

  constructor(fleet: ServerFleet, timeouts: string, clock: Clock) {
    this.#fleet = fleet;
    this.#timeouts = timeouts;
    this.#clock = clock;
    this.directory = fleet.directory;
    this.process = {
      kill: (node) => fleet.kill(node),
      pause: (node) => fleet.pause(node),
      resume: (node) => fleet.resume(node),
      stop: (node) => fleet.stop(node),
      state: (node) => fleet.state(node),
      start: (node, { signal }) => this.#rejoin(node, signal),
    };
  }

  get nodes(): readonly Endpoint[] {
    return this.#fleet.endpoints;
  }

  /** Nodes join one after the other: side by side, short install timeouts can keep them from ever agreeing. */
  async bootstrap({ signal, onProgress }: Pick<StartOptions, 'signal' | 'onProgress'>): Promise<void> {
    for (const [index, { name }] of this.nodes.entries()) {
      signal.throwIfAborted();
      onProgress(`starting node ${name} (${index + 1} of ${this.nodes.length})`);
      await this.#fleet.spawn(name, index === 0 ? ['--wsrep-new-cluster'] : []);
      await this.#awaitSynced(name, index + 1, signal);
    }
  }

  /** Clients find out by themselves which node answers: every node is an equal door. */
  route(): Route {
    return { writable: this.nodes.map((node) => node.name) };
  }

  onRouteChange(): void {
    // The route never changes; see route().
  }

  onNotice(): void {
    // Membership changes are seen by the node watches.
  }

  async awaitHealthy({ timeoutMs, signal }: Parameters<Cluster['awaitHealthy']>[0]): Promise<void> {
    const size = this.nodes.length;
    const areReady = await Promise.all(
      this.nodes.map((node) => awaitAnswer(node, isSynced(size), { clock: this.#clock, timeoutMs, signal })),
    );
    const missing = this.nodes.filter((_node, index) => areReady[index] !== true).map((node) => node.name);
    if (missing.length === 0) return;
    const message = `Not synced with all ${size} members within ${timeoutMs / 1_000} s: ${missing.join(', ')}.`;
    throw new ToolError('setupFailed', message, `See the servers' logs in ${this.directory}.`);
  }

  /** Comparable are the nodes that have applied the same last transaction. */
  async readableNodes({ timeoutMs }: { readonly timeoutMs: number }): Promise<ReadableNodes> {
    let committed: readonly (number | null)[] = [];
    await pollUntil(
      async () => {
        committed = await Promise.all(this.nodes.map((node) => ask(node, lastCommitted).catch(() => null)));
        return committed.every((each) => each !== null && each === committed[0]);
      },
      { clock: this.#clock, timeoutMs, everyMs: 200 },
    );
    const newest = Math.max(-1, ...committed.filter((each) => each !== null));
    const comparable = this.nodes.filter((_node, index) => committed[index] === newest).map((node) => node.name);
    const excluded = this.nodes.flatMap((node, index) => {
      const seen = committed[index];
      if (seen === newest) return [];
      const isSilent = seen === null || seen === undefined;
      const reason = isSilent ? 'it is no member in service' : `it has applied ${seen} of ${newest} transactions`;
      return [{ node: node.name, reason, isReadable: false }];
    });
    return { authority: comparable[0] ?? null, comparable, excluded };
  }

  describe() {
    return {
      kind: `Galera cluster of ${this.nodes.length} nodes`,
      timeouts: this.#timeouts,
      'state transfer': 'rsync, incremental where possible',
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#fleet.file.owner !== null) await this.#fleet.destroy();
  }

  /** A node that returns before the survivors gave it up makes them start over and stalls every writer again. */
  async #rejoin(name: string, signal: AbortSignal | undefined): Promise<void> {
    if ((await this.#fleet.state(name)) !== 'down') return this.#awaitSynced(name, 1, signal);
    const survivors = this.nodes.filter((node) => node.name !== name);
    const running = [];
    for (const node of survivors) if ((await this.#fleet.state(node.name)) === 'running') running.push(node);
    if (running.length > 0) await this.#awaitEviction(running, signal);
    await this.#fleet.spawn(name);
    await this.#awaitSynced(name, Math.min(2, running.length + 1), signal);
  }

  async #awaitEviction(survivors: readonly Endpoint[], signal: AbortSignal | undefined): Promise<void> {
    const isGivenUp = async (): Promise<boolean> => {
      const sizes = await Promise.all(survivors.map((node) => ask(node, clusterSize).catch(() => null)));
      return sizes.some((size) => size !== null && size <= survivors.length);
    };
    await pollUntil(isGivenUp, { clock: this.#clock, timeoutMs: evictionTimeoutMs, everyMs: 50, signal });
  }

  async #awaitSynced(name: string, sizeMin: number, signal: AbortSignal | undefined): Promise<void> {
    const options = { clock: this.#clock, timeoutMs: joinTimeoutMs, everyMs: 50, signal };
    const endpoint = this.#fleet.endpoint(name);
    let isDown = false;
    const isUp = await pollUntil(async () => {
      isDown = (await this.#fleet.state(name)) === 'down';
      return isDown || (await ask(endpoint, isSynced(sizeMin)));
    }, options);
    if (isUp && !isDown) return;
    const what = isDown ? 'ended while it was starting' : `did not join within ${joinTimeoutMs / 1_000} s`;
    throw await this.#fleet.startFailure(name, `The Galera node ${name} ${what}.`);
  }
}

/** Synced, in the primary component, taking statements, and in company of at least `sizeMin` members. */
function isSynced(sizeMin: number): (query: Query) => Promise<boolean> {
  return async (query) => {
    const status = await wsrepStatus(query);
    return (
      status.get('wsrep_local_state') === syncedState &&
      status.get('wsrep_cluster_status') === 'Primary' &&
      status.get('wsrep_ready') === 'ON' &&
      Number(status.get('wsrep_cluster_size')) >= sizeMin
    );
  };
}

async function clusterSize(query: Query): Promise<number> {
  return Number((await wsrepStatus(query)).get('wsrep_cluster_size'));
}

async function lastCommitted(query: Query): Promise<number | null> {
  const status = await wsrepStatus(query);
  const isMember = status.get('wsrep_ready') === 'ON' && status.get('wsrep_local_state') === syncedState;
  return isMember ? Number(status.get('wsrep_last_committed')) : null;
}

async function wsrepStatus(query: Query): Promise<ReadonlyMap<string, string>> {
  const rows = await query("SHOW GLOBAL STATUS LIKE 'wsrep_%'");
  return new Map(rows.map((row) => [String(row['Variable_name']), String(row['Value'])]));
}
