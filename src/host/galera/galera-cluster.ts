/** A running Galera cluster of paystorm's own: every node takes writes, and the members agree by themselves on who belongs to them. */
import { pollUntil } from '../../kit/abort.js';
import { ToolError } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type { NodeProcesses } from '../../model/server-control.js';
import type { Cluster, Endpoint, ReadableNodes, Route, StartOptions } from '../../model/topology.js';
import { ask } from '../../mysql/await-answer.js';
import { AdminConnections } from '../admin-connections.js';
import { NodeBackups } from '../backups/node-backups.js';
import { FleetMachine } from '../machine/fleet-machine.js';
import { NodeLinks } from '../network/node-links.js';
import type { ServerFleet } from '../server-fleet.js';
import { GaleraMembers } from './galera-members.js';
import { GaleraMembership } from './galera-membership.js';
import { holdsAll, wsrepStatus, type WsrepStatus } from './wsrep-status.js';

const lookEveryMs = 100;

export class GaleraCluster implements Cluster {
  readonly topology = 'galera';
  readonly isOwned = true;
  readonly capabilities = [
    'kill',
    'pause',
    'restart',
    'administration',
    'membership',
    'partition',
    'machine',
    'own-disk',
    'own-clock',
    'backup',
  ] as const;
  readonly process: NodeProcesses;
  readonly administration: AdminConnections;
  readonly membership: GaleraMembership;
  readonly machine: FleetMachine;
  readonly backups: NodeBackups;
  readonly links?: NodeLinks;
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
    this.membership = new GaleraMembership(fleet, members, clock);
    this.machine = new FleetMachine(fleet, this.administration);
    this.backups = new NodeBackups({ fleet, clock, catchUp: holdsAll });
    const links = NodeLinks.of(fleet.file);
    if (links !== undefined) this.links = links;
    this.process = {
      kill: (node) => fleet.kill(node),
      pause: (node, options) => fleet.pause(node, options),
      resume: (node) => fleet.resume(node),
      stop: (node, options) => fleet.stop(node, options),
      state: (node) => fleet.state(node),
      isOut: (node) => members.isOut(node),
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

  route(): Route {
    return this.membership.route;
  }

  onRouteChange(listener: (route: Route) => void): void {
    this.membership.onRouteChange(listener);
  }

  onNotice(): void {
    // Membership changes are seen by the node watches.
  }

  /** All in the same view: right after a fault a node may still believe in an old one. */
  async awaitHealthy({ timeoutMs, signal }: Parameters<Cluster['awaitHealthy']>[0]): Promise<void> {
    // Asked anew each time: meanwhile a node may join or leave.
    let members = this.#memberNodes;
    let statuses: readonly (WsrepStatus | null)[] = [];
    const isWhole = (status: WsrepStatus | null | undefined): boolean =>
      status?.isSynced === true && status.size === members.length;
    const areAgreed = async (): Promise<boolean> => {
      members = this.#memberNodes;
      statuses = await this.#statuses(members);
      return statuses.every((status) => isWhole(status) && status?.viewId === statuses[0]?.viewId);
    };
    if (await pollUntil(areAgreed, { clock: this.#clock, timeoutMs, everyMs: lookEveryMs, signal })) return;
    const apart = members.filter((_node, index) => !isWhole(statuses[index])).map((node) => node.name);
    const what = apart.length === 0 ? 'they do not agree on one view' : apart.join(', ');
    const message = `Not synced with all ${members.length} members within ${timeoutMs / 1_000} s: ${what}.`;
    throw new ToolError('setupFailed', message, `See the servers' logs in ${this.directory}.`);
  }

  /** Comparable are the members that have applied the same last transaction. */
  async readableNodes({ timeoutMs }: { readonly timeoutMs: number }): Promise<ReadableNodes> {
    const members = this.#memberNodes;
    let committed: readonly (number | null)[] = [];
    const areLevel = async (): Promise<boolean> => {
      committed = (await this.#statuses(members)).map((status) =>
        status?.isSynced === true ? status.committed : null,
      );
      return committed.every((each) => each !== null && each === committed[0]);
    };
    await pollUntil(areLevel, { clock: this.#clock, timeoutMs, everyMs: lookEveryMs });
    const absent = this.nodes.map((node) => node.name).filter((name) => !this.membership.members().includes(name));
    return { ...readable(members, committed), ...(absent.length === 0 ? {} : { absent }) };
  }

  lookAgain(): Promise<void> {
    return this.membership.lookAgain();
  }

  describe() {
    return {
      kind: `Galera cluster of ${this.#memberNodes.length} nodes`,
      timeouts: this.#timeouts,
      'state transfer': 'rsync, incremental where possible',
      ...this.machine.describe(),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.administration[Symbol.asyncDispose]();
    if (this.#fleet.file.owner !== null) await this.#fleet.destroy();
  }

  get #memberNodes(): readonly Endpoint[] {
    const members = this.membership.members();
    return this.#fleet.endpoints.filter((node) => members.includes(node.name));
  }

  /** Null for a node that does not answer. */
  #statuses(nodes: readonly Endpoint[]): Promise<readonly (WsrepStatus | null)[]> {
    return Promise.all(nodes.map((node) => ask(node, wsrepStatus).catch(() => null)));
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
