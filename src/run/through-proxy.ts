/** A cluster as its clients find it behind a proxy: the same nodes at other addresses, and a network that can be spoiled. */
import { FaultProxy } from '../proxy/fault-proxy.js';
import type { Cluster } from '../model/topology.js';

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
      nodes: cluster.nodes.map(({ socketPath: _behind, ...node }) => ({ ...node, ...doors.get(node.name) })),
      capabilities: [...cluster.capabilities, 'network' as const],
    };
    return { cluster: shadow(cluster, proxied), [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
  } catch (error) {
    await proxy[Symbol.asyncDispose]();
    throw error;
  }
}

/** Everything else is asked of the cluster itself, which keeps what it knows in private fields. */
function shadow(cluster: Cluster, own: Pick<Cluster, 'nodes' | 'network' | 'capabilities'>): Cluster {
  return new Proxy(cluster, {
    get(target, key) {
      if (Object.hasOwn(own, key)) return own[key as keyof typeof own];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
