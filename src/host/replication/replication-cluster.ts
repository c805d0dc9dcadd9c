/** A running primary with replicas: who serves in which role, and the failover controller beside them. */
import { pollUntil } from '../../kit/abort.js';
import { ToolError } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type { NodeProcesses, ReplicationControl } from '../../model/server-control.js';
import type { Cluster, ClusterNotice, Endpoint, ReadableNodes, Route, StartOptions } from '../../model/topology.js';
import { AdminConnections } from '../admin-connections.js';
import { FleetMachine } from '../machine/fleet-machine.js';
import { NodeBackups } from '../backups/node-backups.js';
import { NodeLinks } from '../network/node-links.js';
import type { ServerFleet } from '../server-fleet.js';
import { awaitReceiptClients } from './await-receipt-clients.js';
import { FailoverController, type FailoverSettings } from './failover-controller.js';
import { replicationOf } from './replication-control.js';
import type { ReplicationMode } from './replication-options.js';
import { RoleMoves } from './role-moves.js';
import { bringBack, startServer, wakeUp, type ReturningServerOptions } from './returning-server.js';
import { ReplicationRoles } from './roles.js';
import { isInRole, readableOf, troubleOf, type Standings } from './standing.js';

const lookEveryMs = 100;

export interface ReplicationClusterOptions {
  readonly fleet: ServerFleet;
  readonly mode: ReplicationMode;
  readonly failover: FailoverSettings;
  readonly clock: Clock;
}

export class ReplicationCluster implements Cluster {
  readonly topology = 'primary-replica';
  readonly isOwned = true;
  readonly capabilities = [
    'kill',
    'pause',
    'restart',
    'replication',
    'roles',
    'administration',
    'partition',
    'machine',
    'own-disk',
    'own-clock',
    'backup',
  ] as const;
  readonly process: NodeProcesses;
  readonly administration: AdminConnections;
  readonly machine: FleetMachine;
  readonly backups: NodeBackups;
  readonly links?: NodeLinks;
  readonly replication: ReplicationControl;
  readonly roles: RoleMoves;
  readonly #options: ReplicationClusterOptions;
  readonly #roles: ReplicationRoles;
  readonly #routeListeners: ((route: Route) => void)[] = [];
  readonly #noticeListeners: ((notice: ClusterNotice) => void)[] = [];
  #controller: FailoverController | null = null;

  constructor(options: ReplicationClusterOptions) {
    const { fleet, mode } = options;
    this.#options = options;
    this.#roles = new ReplicationRoles(fleet, mode, () => {
      for (const listener of this.#routeListeners) listener(this.route());
    });
    this.administration = new AdminConnections(fleet);
    this.machine = new FleetMachine(fleet, this.administration);
    const { clock } = options;
    this.backups = new NodeBackups({
      fleet,
      clock,
      catchUp: ({ name }, timeoutMs) => this.#roles.catchUp(name, timeoutMs),
    });
    const links = NodeLinks.of(fleet.file);
    if (links !== undefined) this.links = links;
    this.process = {
      kill: (node) => fleet.kill(node),
      pause: (node, pauseOptions) => fleet.pause(node, pauseOptions),
      resume: (node) => wakeUp(node, this.#returning()),
      stop: (node, stopOptions) => fleet.stop(node, stopOptions),
      state: (node) => fleet.state(node),
      isOut: async (node) => (await fleet.state(node)) === 'down',
      start: (node, { signal }) => bringBack(node, this.#returning(), signal),
    };
    this.replication = replicationOf(this.#roles);
    this.roles = new RoleMoves(this.#returning());
  }

  get directory(): string {
    return this.#options.fleet.directory;
  }

  get nodes(): readonly Endpoint[] {
    return this.#options.fleet.endpoints;
  }

  /** The controller lives as long as the process that started the cluster: one that only attaches decides nothing. */
  async bootstrap({ signal, onProgress }: Pick<StartOptions, 'signal' | 'onProgress'>): Promise<void> {
    const roles = this.#roles;
    onProgress(`starting ${this.nodes.length} servers`);
    await Promise.all(this.nodes.map((node) => startServer(node.name, this.#returning(), signal)));
    onProgress(`making ${roles.primary} the primary, ${roles.mode}`);
    await roles.promote(roles.primary);
    for (const name of roles.replicas) await roles.follow(name);
    if (roles.mode === 'semi-synchronous')
      await awaitReceiptClients(roles, { clock: this.#options.clock, signal, directory: this.directory });
    this.beginFailover();
  }

  beginFailover(): void {
    this.#controller ??= new FailoverController({ settings: this.#options.failover, ...this.#returning() });
  }

  /** Nobody is promoted from now on. Resolves to whether somebody watched until now. */
  async endFailover(): Promise<boolean> {
    const controller = this.#controller;
    await controller?.[Symbol.asyncDispose]();
    this.#controller = null;
    return controller !== null;
  }

  route(): Route {
    return { writable: this.#roles.writable };
  }

  onRouteChange(listener: (route: Route) => void): void {
    this.#routeListeners.push(listener);
  }

  onNotice(listener: (notice: ClusterNotice) => void): void {
    this.#noticeListeners.push(listener);
  }

  async awaitHealthy({ timeoutMs, signal }: Parameters<Cluster['awaitHealthy']>[0]): Promise<void> {
    const standings = await this.#standingsWhen(
      ({ isPrimaryOpen, replicas }) =>
        isPrimaryOpen && replicas.every((each) => isInRole(each) && (each.isLevel || each.hasDiverged)),
      { timeoutMs, signal },
    );
    const trouble = troubleOf(this.#roles.primary, standings);
    if (trouble.length === 0) return;
    throw new ToolError('setupFailed', `${trouble.join('; ')}.`, `See the servers' logs in ${this.directory}.`);
  }

  async readableNodes({ timeoutMs }: { readonly timeoutMs: number }): Promise<ReadableNodes> {
    const standings = await this.#standingsWhen(
      ({ truth, replicas }) => truth !== null && replicas.every((each) => each.isLevel || each.hasDiverged),
      { timeoutMs },
    );
    return readableOf(this.#roles.primary, standings);
  }

  lookAgain(): Promise<void> {
    return this.#roles.lookAgain();
  }

  describe() {
    const { everyMs, misses } = this.#options.failover;
    return {
      kind: `primary with ${this.nodes.length - 1} replicas`,
      replication: this.#options.mode,
      failover: `paystorm's own controller, ${misses} misses every ${everyMs} ms`,
      ...this.machine.describe(),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.endFailover();
    await this.administration[Symbol.asyncDispose]();
    if (this.#options.fleet.file.owner !== null) await this.#options.fleet.destroy();
  }

  /** The standings as soon as they are as wanted, or as they are when the time is over. */
  async #standingsWhen(
    isWanted: (standings: Standings) => boolean,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Standings> {
    let standings: Standings = { truth: null, isPrimaryOpen: false, replicas: [] };
    const look = async (): Promise<boolean> => {
      standings = await this.#roles.standings();
      return isWanted(standings);
    };
    await pollUntil(look, { clock: this.#options.clock, everyMs: lookEveryMs, ...options });
    return standings;
  }

  #returning(): ReturningServerOptions {
    const { fleet, clock } = this.#options;
    return { fleet, clock, roles: this.#roles, notify: this.#notify };
  }

  readonly #notify = (notice: ClusterNotice): void => {
    for (const listener of this.#noticeListeners) listener(notice);
  };
}
