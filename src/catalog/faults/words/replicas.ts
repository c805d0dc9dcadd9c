/** How a scenario names replicas, and which of them still are some when a fault on them is looked at or healed. */
import { z } from 'zod';
import { processesOf, replicationOf } from '../../../kit/capability-of.js';
import type { Cluster, NodeName } from '../../../model/topology.js';

export const replicasShape = {
  nodes: z
    .union([z.literal('replicas'), z.array(z.string()).min(1)])
    .default('replicas')
    .describe('Names of replicas, or "replicas" for all of them.'),
};

interface ReplicasSettings {
  readonly nodes: 'replicas' | readonly string[];
}

/** Each that is a replica at the start. */
export function atEachReplica(nodes: readonly NodeName[]) {
  return nodes.slice(1).map(({ name }) => ({ nodes: [name] }));
}

export function describeReplicas({ nodes }: ReplicasSettings): string {
  return nodes === 'replicas' ? 'all replicas' : nodes.join(', ');
}

export function mentionsOfReplicas({ nodes }: ReplicasSettings) {
  return { nodes: nodes === 'replicas' ? [] : nodes, zones: [] };
}

export function resolveReplicas({ nodes }: ReplicasSettings, cluster: Cluster): readonly string[] {
  return nodes === 'replicas' ? replicationOf(cluster).replicas() : nodes;
}

/** After a failover one of them may be the primary; and one that is down follows again when it comes back. There is nothing to restore on these. */
export async function replicasAmong(nodes: readonly string[], cluster: Cluster): Promise<readonly string[]> {
  const replicas = replicationOf(cluster).replicas();
  const states = await Promise.all(nodes.map((node) => processesOf(cluster).state(node)));
  return nodes.filter((node, index) => replicas.includes(node) && states[index] !== 'down');
}
