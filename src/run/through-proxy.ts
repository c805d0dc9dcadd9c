/** A cluster as its clients find it behind a proxy: the same nodes at other addresses, and a network that can be spoiled. */
import { mentionedBy } from '../kit/blast-radius.js';
import { needsOf } from '../kit/capability-of.js';
import { shadow } from '../kit/shadow.js';
import { FaultProxy } from '../proxy/fault-proxy.js';
import type { NodeAddress } from '../proxy/messages.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import type { Cluster, Endpoint, NodeName } from '../model/topology.js';

export interface ProxiedCluster extends AsyncDisposable {
  readonly cluster: Cluster;
}

/** Nodes that a fault of the plan wants a proxy before: those that its settings name, all where a role chooses, and no other, because each payment through it costs. */
export function nodesToProxy(
  { faults }: Pick<Plan, 'faults'>,
  { faults: kinds }: Pick<Catalog, 'faults'>,
  nodes: readonly NodeName[],
): readonly string[] {
  const wanted = faults.flatMap(({ kind, settings }) => {
    const fault = kinds.get(kind);
    if (!needsOf(fault, settings).includes('network')) return [];
    const named = mentionedBy(fault, settings, nodes);
    return named.length > 0 ? named : nodes.map(({ name }) => name);
  });
  return nodes.flatMap(({ name }) => (wanted.includes(name) ? [name] : []));
}

/** Stands before these nodes, the others are reached as before. Disposing it ends the proxy and leaves the cluster as it was. Rejects when the proxy cannot listen. */
export async function throughProxy(
  cluster: Cluster,
  seed: number,
  before: readonly string[] = cluster.nodes.map(({ name }) => name),
): Promise<ProxiedCluster> {
  const nodes = cluster.nodes.flatMap(({ name, host, port, socketPath }) =>
    before.includes(name) ? [{ name, host, port, ...(socketPath === undefined ? {} : { socketPath }) }] : [],
  );
  const proxy = new FaultProxy({ nodes, seed });
  try {
    const doors = new Map((await proxy.ask({ kind: 'listen' })).map((door) => [door.name, door]));
    const proxied = {
      network: proxy,
      direct: cluster.nodes,
      nodes: cluster.nodes.map((node) => {
        const door = doors.get(node.name);
        return door === undefined ? node : proxiedBy(door, node);
      }),
      capabilities: [...cluster.capabilities, 'network' as const],
    };
    return { cluster: shadow(cluster, proxied), [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
  } catch (error) {
    await proxy[Symbol.asyncDispose]();
    throw error;
  }
}

/** As its clients reach it through that door. Its certificate is still made for where it stands. */
function proxiedBy(door: NodeAddress, { socketPath: _behind, tls, ...node }: Endpoint): Endpoint {
  return { ...node, ...door, tls: tls === null ? null : { ...tls, serverName: node.host } };
}
