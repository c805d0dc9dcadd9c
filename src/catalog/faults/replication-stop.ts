/** Replicas stop receiving: what the primary acknowledges from now on is in one place only. */
import { z } from 'zod';
import { replicationOf } from '../../kit/processes-of.js';
import type { FaultKind } from '../../model/fault.js';

const settings = z.strictObject({
  nodes: z
    .union([z.literal('replicas'), z.array(z.string()).min(1)])
    .default('replicas')
    .describe('Names of replicas, or "replicas" for all of them.'),
});

export const replicationStop: FaultKind<z.output<typeof settings>> = {
  kind: 'replication-stop',
  summary: 'Stops the receiving (IO) threads of replicas; the heal starts them again where they are still replicas.',
  label: 'replication stopped',
  requires: ['replication'],
  settings,
  describe: ({ nodes }) =>
    `stops the receiving threads of ${nodes === 'replicas' ? 'all replicas' : nodes.join(', ')} and starts them again to heal`,
  mentions: ({ nodes }) => ({ nodes: nodes === 'replicas' ? [] : nodes, zones: [] }),
  resolve: ({ nodes }, cluster) => ({
    nodes: nodes === 'replicas' ? replicationOf(cluster).replicas() : nodes,
    restore: {},
  }),
  async inject({ cluster, targets }) {
    await Promise.all(targets.nodes.map((node) => replicationOf(cluster).stopReceiving(node)));
  },
  async isEffective({ cluster, targets }) {
    const areReceiving = await Promise.all(targets.nodes.map((node) => replicationOf(cluster).isReceiving(node)));
    return areReceiving.every((isReceiving) => !isReceiving);
  },
  async heal({ cluster, targets }) {
    // After a failover one of them may be the primary, or follow another one already: there is nothing to restore on it.
    const replicas = replicationOf(cluster).replicas();
    const still = targets.nodes.filter((node) => replicas.includes(node));
    await Promise.all(still.map((node) => replicationOf(cluster).startReceiving(node)));
  },
};
