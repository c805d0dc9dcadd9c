/** The capability that a fault has declared to need: its absence is a defect, because scenarios are checked before a run. */
import type { Cluster, NodeProcesses, ReplicationControl } from '../model/topology.js';

export function processesOf(cluster: Cluster): NodeProcesses {
  if (cluster.process === undefined)
    throw new Error(`The topology ${cluster.topology} does not let paystorm signal its servers.`);
  return cluster.process;
}

export function replicationOf(cluster: Cluster): ReplicationControl {
  if (cluster.replication === undefined)
    throw new Error(`The topology ${cluster.topology} has no replication to control.`);
  return cluster.replication;
}
