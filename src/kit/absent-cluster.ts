/** A cluster that cannot be found again: for the heal of what did more than its servers could take away with them. */
import type { Cluster } from '../model/topology.js';

export function absentCluster(topology: string): Cluster {
  return {
    topology,
    directory: null,
    nodes: [],
    isOwned: false,
    capabilities: [],
    route: () => ({ writable: [] }),
    onRouteChange: () => undefined,
    onNotice: () => undefined,
    awaitHealthy: async () => undefined,
    readableNodes: async () => ({ authority: null, comparable: [], excluded: [] }),
    describe: () => ({}),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
