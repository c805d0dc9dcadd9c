/** Nodes as they are reached without the proxy in front of them: what one fault does to connections must not hide what another does to a node. */
import type { Cluster, Endpoint } from '../model/topology.js';

export function directNodes(
  { direct, nodes }: Pick<Cluster, 'direct' | 'nodes'>,
  names: readonly string[],
): readonly Endpoint[] {
  return (direct ?? nodes).filter(({ name }) => names.includes(name));
}
