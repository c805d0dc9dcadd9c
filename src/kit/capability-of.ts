/** The capability that a fault has declared to need: its absence is a defect, because scenarios are checked before a run. */
import type { NetworkControl } from '../model/network.js';
import type { Administration, Cluster, NodeProcesses, ReplicationControl } from '../model/topology.js';

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

export function administrationOf(cluster: Cluster): Administration {
  if (cluster.administration === undefined)
    throw new Error(`The topology ${cluster.topology} does not let paystorm change its servers' settings.`);
  return cluster.administration;
}

export function networkOf({ network }: Cluster): NetworkControl {
  if (network === undefined) throw new Error('There is no proxy in front of these nodes.');
  return network;
}
