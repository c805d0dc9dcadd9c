/** A cluster as its clients find it behind a proxy: the same nodes at other addresses, and a network that can be spoiled. */
import { shadow } from '../kit/shadow.js';
import { FaultProxy } from '../proxy/fault-proxy.js';
import type { NodeAddress } from '../proxy/messages.js';
import type { Cluster, Endpoint } from '../model/topology.js';

export interface ProxiedCluster extends AsyncDisposable {
  readonly cluster: Cluster;
}

/** Disposing it ends the proxy and leaves the cluster as it was. Rejects when the proxy cannot listen. */
export async function throughProxy(cluster: Cluster, seed: number): Promise<ProxiedCluster> {
  const nodes = cluster.nodes.map(({ name, host, port, socketPath }) => ({
    name,
    host,
    port,
    ...(socketPath === undefined ? {} : { socketPath }),
  }));
  const proxy = new FaultProxy({ nodes, seed });
  try {
    const doors = new Map((await proxy.ask({ kind: 'listen' })).map((door) => [door.name, door]));
    const proxied = {
      network: proxy,
      direct: cluster.nodes,
      nodes: cluster.nodes.map((node) => proxiedBy(doors.get(node.name), node)),
      capabilities: [...cluster.capabilities, 'network' as const],
    };
    return { cluster: shadow(cluster, proxied), [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
  } catch (error) {
    await proxy[Symbol.asyncDispose]();
    throw error;
  }
}

/** As its clients reach it through that door. Its certificate is still made for where it stands. */
function proxiedBy(door: NodeAddress | undefined, { socketPath: _behind, tls, ...node }: Endpoint): Endpoint {
  return { ...node, ...door, tls: tls === null ? null : { ...tls, serverName: node.host } };
}
