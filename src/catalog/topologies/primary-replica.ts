/** One primary with replicas, asynchronous or semi-synchronous, and a failover controller of paystorm's own beside them. */
import { counted } from '../../kit/format.js';
import { z } from 'zod';
import { nodeSchema, replicationMode } from '../../host/server-settings.js';
import { ReplicationCluster } from '../../host/replication/replication-cluster.js';
import { replicationServers } from '../../host/replication/replication-options.js';
import { createFleet, orDestroyed } from '../../host/create-fleet.js';
import { ServerFleet } from '../../host/server-fleet.js';
import { durationBetween } from '../../kit/literal-schema.js';
import type { TopologyKind } from '../../model/topology.js';

const failoverSchema = z.strictObject({
  every: durationBetween({ min: 20, max: 60_000 }).prefault('250ms').describe('How often the primary is asked.'),
  timeout: durationBetween({ min: 20, max: 60_000 }).prefault('500ms').describe('How long an answer may take.'),
  misses: z.int().min(1).max(100).default(3).describe('Missing answers in a row until the primary is given up.'),
});

const dayMs = 24 * 3_600_000;

const settingsSchema = z.strictObject({
  nodes: z
    .array(nodeSchema)
    .min(2)
    .max(7)
    .default([
      { name: 'db-a', zone: 'a' },
      { name: 'db-b', zone: 'b' },
      { name: 'db-c', zone: 'c' },
    ])
    .describe('Names and zones of the servers; the first is the primary at the start.'),
  mode: replicationMode,
  semi_sync_timeout: durationBetween({ min: 100, max: dayMs })
    .prefault('1d')
    .describe(
      'How long a semi-synchronous primary waits for a receipt before it goes on as an asynchronous one; a day is never.',
    ),
  failover: failoverSchema.prefault({}).describe('When the failover controller gives the primary up.'),
});
type Settings = z.output<typeof settingsSchema>;

export const primaryReplica: TopologyKind<Settings> = {
  kind: 'primary-replica',
  summary: 'A MariaDB primary with replicas and automatic failover, all started by paystorm itself.',
  settings: settingsSchema,
  capabilities: [
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
  ],
  nodes: (settings) => settings.nodes,
  primaryAtStart: ({ nodes: [first] }) => first?.name,
  describe: ({ nodes, mode }) => {
    const [primary, ...replicas] = nodes.map((node) => `${node.name} in zone ${node.zone}`);
    return `a MariaDB primary (${primary}) with ${counted(replicas.length, `${mode} replica`)} (${replicas.join(', ')}) and automatic failover, on this machine`;
  },
  async start(settings, options) {
    const { nodes, semi_sync_timeout: semiSyncTimeoutMs } = settings;
    const servers = await replicationServers({ nodes, semiSyncTimeoutMs }, options);
    const fleet = await createFleet({ topology: 'primary-replica', settings, servers, ...options });
    const cluster = clusterOf(fleet, settings, options.clock);
    await orDestroyed(fleet, () => cluster.bootstrap(options));
    return cluster;
  },
  async attach(directory, { clock }) {
    const fleet = await ServerFleet.attach(directory, clock);
    return clusterOf(fleet, fleet.file.settings as Settings, clock);
  },
};

function clusterOf(
  fleet: ServerFleet,
  { mode, failover }: Settings,
  clock: Parameters<typeof ServerFleet.attach>[1],
): ReplicationCluster {
  const { every, timeout, misses } = failover;
  return new ReplicationCluster({ fleet, mode, clock, failover: { everyMs: every, timeoutMs: timeout, misses } });
}
