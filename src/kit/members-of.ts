/** Which nodes belong to a cluster now: all of them, unless its topology lets them come and go. */
import type { Cluster } from '../model/topology.js';

export function membersOf({ nodes, membership }: Pick<Cluster, 'nodes' | 'membership'>): readonly string[] {
  return membership?.members() ?? nodes.map((node) => node.name);
}
