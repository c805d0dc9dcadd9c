/** A running Galera cluster of paystorm's own: every node takes writes, and the members agree by themselves on who belongs to them. */
import { pollUntil } from '../../kit/abort.js';
import { ToolError } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type {
  Capability,
  Cluster,
  Endpoint,
  NodeProcesses,
  ReadableNodes,
  Route,
  StartOptions,
} from '../../model/topology.js';
import { ask } from '../../mysql/await-answer.js';
import { AdminConnections } from '../admin-connections.js';
import { NodeLinks } from '../network/node-links.js';
import type { ServerFleet } from '../server-fleet.js';
import { GaleraMembers } from './galera-members.js';
import { wsrepStatus, type WsrepStatus } from './wsrep-status.js';

const lookEveryMs = 100;
/** Wherever it runs. */
const capabilities = ['kill', 'pause', 'restart', 'administration'] as const;

export class GaleraCluster implements Cluster {
  readonly topology = 'galera';
  readonly isOwned = true;
  readonly capabilities: readonly Capability[];
  readonly links?: NodeLinks;
  readonly process: NodeProcesses;
  readonly administration: AdminConnections;
  readonly #fleet: ServerFleet;
  readonly #members: GaleraMembers;
  readonly #timeouts: string;
  readonly #clock: Clock;

  constructor(fleet: ServerFleet, timeouts: string, clock: Clock) {
    const members = new GaleraMembers(fleet, clock);
    this.#fleet = fleet;
    this.#members = members;
    this.#timeouts = timeouts;
    this.#clock = clock;
    this.administration = new AdminConnections(fleet);
    const links = NodeLinks.of(fleet.file);
    if (links !== undefined) this.links = links;
    this.capabilities = [...capabilities, ...(links === undefined ? [] : (['partition'] as const))];
    this.process = {
      kill: (node) => fleet.kill(node),
      pause: (node, options) => fleet.pause(node, options),
      resume: (node) => fleet.resume(node),
      stop: (node, options) => fleet.stop(node, options),
      state: (node) => fleet.state(node),
      start: (node, { signal }) => members.bringBack(node, signal),
    };
  }

  get directory(): string {
    return this.#fleet.directory;
  }

  get nodes(): readonly Endpoint[] {
    return this.#fleet.endpoints;
  }

  bootstrap(options: Pick<StartOptions, 'signal' | 'onProgress'>): Promise<void> {
    return this.#members.bootstrap(options);
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

  /** All in the same view: right after a fault a node may still believe in an old one. */
  async awaitHealthy({ timeoutMs, signal }: Parameters<Cluster['awaitHealthy']>[0]): Promise<void> {
    let statuses: readonly (WsrepStatus | null)[] = [];
    const isWhole = (status: WsrepStatus | null | undefined): boolean =>
      status?.isSynced === true && status.size === this.nodes.length;
    const areAgreed = async (): Promise<boolean> => {
      statuses = await this.#statuses();
      return statuses.every((status) => isWhole(status) && status?.viewId === statuses[0]?.viewId);
    };
    if (await pollUntil(areAgreed, { clock: this.#clock, timeoutMs, everyMs: lookEveryMs, signal })) return;
    const apart = this.nodes.filter((_node, index) => !isWhole(statuses[index])).map((node) => node.name);
    const what = apart.length === 0 ? 'they do not agree on one view' : apart.join(', ');
    const message = `Not synced with all ${this.nodes.length} members within ${timeoutMs / 1_000} s: ${what}.`;
    throw new ToolError('setupFailed', message, `See the servers' logs in ${this.directory}.`);
  }

  /** Comparable are the nodes that have applied the same last transaction. */
  async readableNodes({ timeoutMs }: { readonly timeoutMs: number }): Promise<ReadableNodes> {
    let committed: readonly (number | null)[] = [];
    const areLevel = async (): Promise<boolean> => {
      committed = (await this.#statuses()).map((status) => (status?.isSynced === true ? status.committed : null));
      return committed.every((each) => each !== null && each === committed[0]);
    };
    await pollUntil(areLevel, { clock: this.#clock, timeoutMs, everyMs: lookEveryMs });
    return readable(this.nodes, committed);
  }

  describe() {
    return {
      kind: `Galera cluster of ${this.nodes.length} nodes`,
      timeouts: this.#timeouts,
      'state transfer': 'rsync, incremental where possible',
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.administration[Symbol.asyncDispose]();
    if (this.#fleet.file.owner !== null) await this.#fleet.destroy();
  }

  /** Null for a node that does not answer. */
  #statuses(): Promise<readonly (WsrepStatus | null)[]> {
    return Promise.all(this.nodes.map((node) => ask(node, wsrepStatus).catch(() => null)));
  }
}

function readable(nodes: readonly Endpoint[], committed: readonly (number | null)[]): ReadableNodes {
  const newest = Math.max(-1, ...committed.filter((each) => each !== null));
  const comparable = nodes.filter((_node, index) => committed[index] === newest).map((node) => node.name);
  const excluded = nodes.flatMap(({ name }, index) => {
    const seen = committed[index] ?? null;
    if (seen === newest) return [];
    const reason = seen === null ? 'it is no member in service' : `it has applied ${seen} of ${newest} transactions`;
    return [{ node: name, reason, isReadable: false }];
  });
  return { authority: comparable[0] ?? null, comparable, excluded };
}
