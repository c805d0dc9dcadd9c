/** Two targets of which one is to take the other's place: a primary with replicas that serves, and a Galera cluster that follows it until the cutover. */
import { pollUntil } from '../../kit/abort.js';
import { ToolError } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type { NodeProcesses } from '../../model/server-control.js';
import type {
  Cluster,
  ClusterNotice,
  Endpoint,
  ExcludedNode,
  ReadableNodes,
  Route,
  StartOptions,
} from '../../model/topology.js';
import { ask, orderTimeoutMs } from '../../mysql/await-answer.js';
import { AdminConnections } from '../admin-connections.js';
import { GaleraCluster } from '../galera/galera-cluster.js';
import { ReplicationCluster, type ReplicationClusterOptions } from '../replication/replication-cluster.js';
import type { ServerFleet } from '../server-fleet.js';
import { Cutover } from './cutover.js';
import { followFrom, hasApplied, isFollowing, loggedPosition } from './link.js';

const lookEveryMs = 100;

export interface MigrationClusterOptions extends Omit<ReplicationClusterOptions, 'fleet'> {
  readonly fleet: ServerFleet;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Of the new side. */
  readonly timeouts: string;
}

export class MigrationCluster implements Cluster {
  readonly topology = 'migration';
  readonly isOwned = true;
  readonly capabilities = ['kill', 'pause', 'restart', 'administration', 'cutover'] as const;
  readonly administration: AdminConnections;
  readonly process: NodeProcesses;
  readonly cutover: Cutover;
  readonly #fleet: ServerFleet;
  readonly #clock: Clock;
  readonly #from: ReplicationCluster;
  readonly #to: GaleraCluster;
  readonly #routeListeners: ((route: Route) => void)[] = [];

  constructor(options: MigrationClusterOptions) {
    const { fleet, clock, timeouts } = options;
    this.#fleet = fleet;
    this.#clock = clock;
    this.#from = new ReplicationCluster({ ...options, fleet: fleet.part(options.from) });
    this.#to = new GaleraCluster(fleet.part(options.to), timeouts, clock);
    this.#from.onRouteChange(() => this.#tellRoute());
    this.administration = new AdminConnections(fleet);
    this.cutover = new Cutover({ fleet, clock, from: this.#from, to: this.#to, onRoute: () => this.#tellRoute() });
    const sideOf = (node: string): NodeProcesses =>
      options.from.includes(node) ? this.#from.process : this.#to.process;
    this.process = {
      kill: (node) => sideOf(node).kill(node),
      pause: (node, pauseOptions) => sideOf(node).pause(node, pauseOptions),
      resume: (node) => sideOf(node).resume(node),
      stop: (node, stopOptions) => sideOf(node).stop(node, stopOptions),
      state: (node) => sideOf(node).state(node),
      isOut: (node) => sideOf(node).isOut(node),
      start: async (node, startOptions) => {
        await sideOf(node).start(node, startOptions);
        // Servers start read-only, so that none takes writes before its side does. Of a cutover under way, only its runner says that it goes back.
        if (this.cutover.state.side === 'to') await this.cutover.settle();
      },
    };
  }

  get directory(): string {
    return this.#fleet.directory;
  }

  get nodes(): readonly Endpoint[] {
    return this.#fleet.endpoints;
  }

  async bootstrap(options: Pick<StartOptions, 'signal' | 'onProgress'>): Promise<void> {
    await this.#from.bootstrap(options);
    await this.#to.bootstrap(options);
    const { from, to } = this.cutover.nodes;
    options.onProgress(`letting ${to} follow ${from}`);
    const source = this.#fleet.adminEndpoint(from);
    await this.#order(to, (query) => followFrom(query, source));
  }

  route(): Route {
    const { side } = this.cutover.state;
    if (side === 'switching' || side === 'returning') return { writable: [] };
    return side === 'to' ? this.#to.route() : this.#from.route();
  }

  onRouteChange(listener: (route: Route) => void): void {
    this.#routeListeners.push(listener);
  }

  onNotice(listener: (notice: ClusterNotice) => void): void {
    this.#from.onNotice(listener);
  }

  /** After the cutover the old side is only what was left behind. */
  async awaitHealthy(options: Parameters<Cluster['awaitHealthy']>[0]): Promise<void> {
    await this.#to.awaitHealthy(options);
    if (this.cutover.state.side === 'to') return;
    await this.#from.awaitHealthy(options);
    const { to, from } = this.cutover.nodes;
    const isLinked = (): Promise<boolean> => ask(this.#fleet.adminEndpoint(to), isFollowing);
    if (await pollUntil(isLinked, { clock: this.#clock, everyMs: lookEveryMs, ...options })) return;
    const hint = `See the servers' logs in ${this.directory}.`;
    throw new ToolError('setupFailed', `${to} does not follow ${from}.`, hint);
  }

  async readableNodes(options: { readonly timeoutMs: number }): Promise<ReadableNodes> {
    const from = await this.#from.readableNodes(options);
    if (this.cutover.state.side !== 'to') {
      await this.#awaitLevel(options);
      const to = await this.#to.readableNodes(options);
      return {
        authority: from.authority,
        comparable: [...from.comparable, ...to.comparable],
        excluded: [...from.excluded, ...to.excluded],
      };
    }
    const to = await this.#to.readableNodes(options);
    const left = await Promise.all(this.#from.nodes.map(({ name }) => this.#leftBehind(name)));
    return { ...to, excluded: [...to.excluded, ...left] };
  }

  async lookAgain(): Promise<void> {
    if (await this.#fleet.lookAgain()) this.#tellRoute();
  }

  describe() {
    const { kind: from, replication } = this.#from.describe();
    const { kind: to, timeouts } = this.#to.describe();
    return { kind: `${from}, followed by a ${to}`, replication, timeouts };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#from[Symbol.asyncDispose]();
    await this.#to[Symbol.asyncDispose]();
    await this.administration[Symbol.asyncDispose]();
    if (this.#fleet.file.owner !== null) await this.#fleet.destroy();
  }

  /** Everything that the old side has logged is on the new one, or the time is over. */
  async #awaitLevel({ timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    const { from, to } = this.cutover.nodes;
    const isLevel = async (): Promise<boolean> => {
      const position = await this.#order(from, loggedPosition);
      return this.#order(to, (query) => hasApplied(query, position));
    };
    await pollUntil(isLevel, { clock: this.#clock, timeoutMs, everyMs: lookEveryMs });
  }

  /** It can be looked at, and must hold nothing that came after the cutover. */
  async #leftBehind(node: string): Promise<ExcludedNode> {
    const { position } = this.cutover.state;
    const held = await ask(this.#fleet.adminEndpoint(node), loggedPosition).catch(() => null);
    const left = { node, isReadable: held !== null };
    if (held === null) return { ...left, reason: 'it was left behind at the cutover, and does not answer' };
    if (held === position) return { ...left, reason: 'it was left behind at the cutover, and has taken nothing since' };
    const reason = `it was left behind at the cutover at ${position ?? 'no position'}, and stands at ${held} now`;
    return { ...left, reason, hasStrayed: isBeyond(held, position) };
  }

  #order<Answer>(node: string, question: Parameters<typeof ask<Answer>>[1]): Promise<Answer> {
    return ask(this.#fleet.adminEndpoint(node), question, orderTimeoutMs);
  }

  #tellRoute(): void {
    for (const listener of this.#routeListeners) listener(this.route());
  }
}

/** A replica that was behind then is behind still; only what goes beyond was taken since. */
export function isBeyond(held: string, position: string | null): boolean {
  return sequenceOf(held) > sequenceOf(position);
}

/** Of a GTID such as 0-1-4567; the old side has one domain. */
function sequenceOf(gtid: string | null): number {
  return Number(gtid?.split('-').at(2) ?? 0);
}
