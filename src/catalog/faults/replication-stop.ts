/** Replicas stop receiving: what the primary acknowledges from now on is in one place only. */
import { z } from 'zod';
import { processesOf, replicationOf } from '../../kit/capability-of.js';
import type { FaultKind } from '../../model/fault.js';
import type { Cluster } from '../../model/topology.js';

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
  examples: (nodes) => nodes.slice(1).map(({ name }) => ({ nodes: [name] })),
  mentions: ({ nodes }) => ({ nodes: nodes === 'replicas' ? [] : nodes, zones: [] }),
  resolve: ({ nodes }, cluster) => ({
    nodes: nodes === 'replicas' ? replicationOf(cluster).replicas() : nodes,
  }),
  async inject({ cluster, targets }) {
    await Promise.all(targets.nodes.map((node) => replicationOf(cluster).stopReceiving(node)));
  },
  async isEffective({ cluster, targets }) {
    const replicas = await replicasAmong(targets.nodes, cluster);
    const areReceiving = await Promise.all(replicas.map((node) => replicationOf(cluster).isReceiving(node)));
    return replicas.length > 0 && areReceiving.every((isReceiving) => !isReceiving);
  },
  async heal({ cluster, targets }) {
    for (const node of await replicasAmong(targets.nodes, cluster)) {
      await replicationOf(cluster).startReceiving(node);
      if (!(await replicationOf(cluster).isReceiving(node))) throw new Error(`${node} does not go on receiving`);
    }
  },
};

/** After a failover one of them may be the primary; and one that is down follows again when it comes back. There is nothing to restore on these. */
async function replicasAmong(nodes: readonly string[], cluster: Cluster): Promise<readonly string[]> {
  const replicas = replicationOf(cluster).replicas();
  const states = await Promise.all(nodes.map((node) => processesOf(cluster).state(node)));
  return nodes.filter((node, index) => replicas.includes(node) && states[index] !== 'down');
}
