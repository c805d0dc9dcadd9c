/** One MariaDB server on loopback. */
import { z } from 'zod';
import { AdminConnections } from '../../host/admin-connections.js';
import { NodeBackups } from '../../host/backups/node-backups.js';
import { findFreePorts } from '../../host/free-port.js';
import { createFleet, orDestroyed } from '../../host/create-fleet.js';
import { ServerFleet } from '../../host/server-fleet.js';
import { baseServerOptions } from '../../host/server-options.js';
import { FleetMachine } from '../../host/machine/fleet-machine.js';
import { nodeSchema } from '../../host/server-settings.js';
import type { Clock } from '../../model/clock.js';
import type { Query } from '../../model/flavor.js';
import type { NodeProcesses } from '../../model/server-control.js';
import type { Cluster, ReadableNodes, TopologyKind } from '../../model/topology.js';

const host = '127.0.0.1';
const startTimeoutMs = 60_000;

const settingsSchema = z.strictObject({
  nodes: z
    .tuple([nodeSchema])
    .default([{ name: 'db', zone: 'a' }])
    .describe('Name and zone of the server.'),
  flush_log_at_commit: z
    .literal([0, 1, 2])
    .default(1)
    .describe('InnoDB writes its log at every commit (1), or once a second and may lose what came since (0, 2).'),
});
type Settings = z.output<typeof settingsSchema>;

export const single: TopologyKind<Settings> = {
  kind: 'single',
  summary: 'One MariaDB server that paystorm starts itself, durable unless it is told otherwise.',
  settings: settingsSchema,
  capabilities: ['kill', 'pause', 'restart', 'administration', 'machine', 'own-disk', 'own-clock', 'backup'],
  nodes: (settings) => settings.nodes,
  describe: ({ nodes: [node], flush_log_at_commit: flush }) =>
    `one ${flush === 1 ? '' : 'less '}durable MariaDB server (${node.name}) on this machine`,
  async start(settings, options) {
    const [node] = settings.nodes;
    const [port] = await findFreePorts(host, 1);
    const flush = `--innodb-flush-log-at-trx-commit=${settings.flush_log_at_commit}`;
    const server = { ...node, host, port: port as number, args: [...baseServerOptions(options), flush] };
    const fleet = await createFleet({ topology: 'single', settings, servers: [server], ...options });
    const cluster = new SingleCluster(fleet, options.clock);
    options.onProgress(`starting server ${node.name}`);
    await orDestroyed(fleet, () => cluster.process.start(node.name, options));
    return cluster;
  },
  attach: async (directory, { clock }) => new SingleCluster(await ServerFleet.attach(directory, clock), clock),
};

class SingleCluster implements Cluster {
  readonly topology = 'single';
  readonly isOwned = true;
  readonly capabilities = single.capabilities;
  readonly directory: string;
  readonly process: NodeProcesses;
  readonly administration: AdminConnections;
  readonly machine: FleetMachine;
  readonly backups: NodeBackups;
  readonly #fleet: ServerFleet;

  constructor(fleet: ServerFleet, clock: Clock) {
    this.#fleet = fleet;
    this.directory = fleet.directory;
    this.administration = new AdminConnections(fleet);
    this.machine = new FleetMachine(fleet, this.administration);
    this.backups = new NodeBackups({ fleet, clock });
    this.process = {
      kill: (node) => fleet.kill(node),
      pause: (node, options) => fleet.pause(node, options),
      resume: (node) => fleet.resume(node),
      stop: (node, options) => fleet.stop(node, options),
      state: (node) => fleet.state(node),
      isOut: async (node) => (await fleet.state(node)) === 'down',
      start: (node, { signal }) => this.#start(node, signal),
    };
  }

  get nodes(): Cluster['nodes'] {
    return this.#fleet.endpoints;
  }

  route() {
    return { writable: this.nodes.map((node) => node.name) };
  }

  onRouteChange(): void {
    // The only server is the route for ever.
  }

  onNotice(): void {
    // Nothing happens here that paystorm did not do itself.
  }

  async awaitHealthy({ timeoutMs, signal }: Parameters<Cluster['awaitHealthy']>[0]): Promise<void> {
    for (const { name } of this.nodes) await this.#fleet.awaitReady(name, { isReady: serves, timeoutMs, signal });
  }

  async readableNodes(options: { readonly timeoutMs: number }): Promise<ReadableNodes> {
    const [node] = this.nodes;
    const name = node?.name ?? '';
    try {
      await this.awaitHealthy(options);
      return { authority: name, comparable: [name], excluded: [] };
    } catch {
      return {
        authority: null,
        comparable: [],
        excluded: [{ node: name, reason: 'it does not answer', isReadable: false }],
      };
    }
  }

  async lookAgain(): Promise<void> {
    await this.#fleet.lookAgain();
  }

  describe() {
    const { flush_log_at_commit: flush } = this.#fleet.file.settings as Settings;
    return { kind: 'single server', durability: `innodb_flush_log_at_trx_commit=${flush}`, ...this.machine.describe() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.administration[Symbol.asyncDispose]();
    if (this.#fleet.file.owner !== null) await this.#fleet.destroy();
  }

  #start(node: string, signal: AbortSignal | undefined): Promise<void> {
    return this.#fleet.start(node, { isReady: serves, timeoutMs: startTimeoutMs, signal });
  }
}

async function serves(query: Query): Promise<boolean> {
  return (await query('SELECT 1')).length === 1;
}
