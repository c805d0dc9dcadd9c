/** The capabilities that a fault declares to need. Scenarios are checked for them before a run, so that the absence of one is a defect then. */
import type { FaultKind } from '../model/fault.js';
import type { LinkControl } from '../model/links.js';
import type { NetworkControl } from '../model/network.js';
import type {
  Administration,
  Capability,
  Cluster,
  NodeProcesses,
  ReplicationControl,
  TopologyKind,
} from '../model/topology.js';

export function needsOf(kind: FaultKind, settings: unknown): readonly Capability[] {
  return kind.needs?.(settings) ?? kind.requires;
}

/** The network is spoiled by a proxy of paystorm's own, before whatever target. */
export function isGiven({ capabilities }: Pick<TopologyKind, 'capabilities'>, capability: Capability): boolean {
  return capability === 'network' || capabilities.includes(capability);
}

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

export function linksOf({ topology, links }: Cluster): LinkControl {
  if (links === undefined) throw new Error(`The servers of this ${topology} share one network, which cannot be cut.`);
  return links;
}
