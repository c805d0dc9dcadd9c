/** A migration: a MariaDB primary with replicas serves, and a Galera cluster follows it, ready to take its place. */
import { counted } from '../../kit/format.js';
import { z } from 'zod';
import { createFleet, orDestroyed } from '../../host/create-fleet.js';
import { galeraServers } from '../../host/galera/galera-options.js';
import { linkOptions } from '../../host/migration/link.js';
import { MigrationCluster } from '../../host/migration/migration-cluster.js';
import { nodeSchema, replicationMode, timeoutsOfGalera } from '../../host/server-settings.js';
import { replicationServers } from '../../host/replication/replication-options.js';
import { ServerFleet } from '../../host/server-fleet.js';
import type { Clock } from '../../model/clock.js';
import type { TopologyKind } from '../../model/topology.js';

const dayMs = 24 * 3_600_000;
/** As a payment company's own controller would be set. */
const failover = { everyMs: 250, timeoutMs: 500, misses: 3 };

const fromSchema = z.strictObject({
  nodes: z
    .array(nodeSchema)
    .min(2)
    .max(5)
    .default([
      { name: 'old-a', zone: 'a' },
      { name: 'old-b', zone: 'b' },
    ])
    .describe('Names and zones of the servers that serve first; the first is the primary at the start.'),
  mode: replicationMode,
});

const toSchema = z.strictObject({
  nodes: z
    .array(nodeSchema)
    .min(2)
    .max(5)
    .default([
      { name: 'new-a', zone: 'a' },
      { name: 'new-b', zone: 'b' },
      { name: 'new-c', zone: 'c' },
    ])
    .describe('Names and zones of the Galera cluster; its first node follows the old primary.'),
  timeouts: timeoutsOfGalera,
});

const settingsSchema = z
  .strictObject({
    from: fromSchema.prefault({}).describe('A primary with replicas, which serves until the cutover.'),
    to: toSchema.prefault({}).describe('A Galera cluster that follows it, and serves from the cutover on.'),
  })
  .refine(({ from, to }) => {
    const names = [...from.nodes, ...to.nodes].map((node) => node.name);
    return new Set(names).size === names.length;
  }, 'The nodes of both sides need names of their own.');
type Settings = z.output<typeof settingsSchema>;

export const migration: TopologyKind<Settings> = {
  kind: 'migration',
  summary: 'A MariaDB primary with replicas, and a Galera cluster that follows it and takes its place at a `cutover`.',
  settings: settingsSchema,
  capabilities: ['kill', 'pause', 'restart', 'administration', 'cutover'],
  nodes: ({ from, to }) => [...from.nodes, ...to.nodes],
  describe: ({ from, to }) => {
    const [primary, ...replicas] = from.nodes.map((node) => `${node.name} in zone ${node.zone}`);
    const cluster = to.nodes.map((node) => `${node.name} in zone ${node.zone}`).join(', ');
    return `a MariaDB primary (${primary}) with ${counted(replicas.length, `${from.mode} replica`)} (${replicas.join(', ')}), and a Galera cluster that follows it (${cluster}), on this machine`;
  },
  async start(settings, options) {
    const { from, to } = settings;
    const old = await replicationServers({ nodes: from.nodes, semiSyncTimeoutMs: dayMs }, options);
    const servers = await galeraServers(to, options);
    const following = servers.map((server, index) => ({ ...server, args: [...server.args, ...linkOptions(index)] }));
    const fleet = await createFleet({ topology: 'migration', settings, servers: [...old, ...following], ...options });
    const cluster = clusterOf(fleet, settings, options.clock);
    await orDestroyed(fleet, () => cluster.bootstrap(options));
    return cluster;
  },
  async attach(directory, { clock }) {
    const fleet = await ServerFleet.attach(directory, clock);
    return clusterOf(fleet, fleet.file.settings as Settings, clock);
  },
};

function clusterOf(fleet: ServerFleet, { from, to }: Settings, clock: Clock): MigrationCluster {
  return new MigrationCluster({
    fleet,
    clock,
    failover,
    mode: from.mode,
    timeouts: to.timeouts,
    from: from.nodes.map((node) => node.name),
    to: to.nodes.map((node) => node.name),
  });
}
