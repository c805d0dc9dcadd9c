/** The capabilities that a fault declares to need. Scenarios are checked for them before a run, so that the absence of one is a defect then. */
import type { Backups } from '../model/backup.js';
import type { FaultKind } from '../model/fault.js';
import type { LinkControl } from '../model/links.js';
import type { MachineControl } from '../model/machine.js';
import type { NetworkControl } from '../model/network.js';
import type { CutoverControl, MembershipControl, TrafficControl } from '../model/planned-control.js';
import type { Administration, NodeProcesses, ReplicationControl, RoleControl } from '../model/server-control.js';
import type { Capability, Cluster, TopologyKind } from '../model/topology.js';

export function needsOf(kind: FaultKind, settings: unknown): readonly Capability[] {
  return kind.needs?.(settings) ?? kind.requires;
}

const ownCapabilities: readonly Capability[] = ['network', 'traffic', 'outside'];

/** The network is spoiled by a proxy of paystorm's own, before whatever target; its clients go where it sends them; and tools from outside reach whatever they reach. */
export function isGiven({ capabilities }: Pick<TopologyKind, 'capabilities'>, capability: Capability): boolean {
  return ownCapabilities.includes(capability) || capabilities.includes(capability);
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

export function rolesOf(cluster: Cluster): RoleControl {
  if (cluster.roles === undefined)
    throw new Error(`The topology ${cluster.topology} has no roles that could be moved.`);
  return cluster.roles;
}

export function administrationOf(cluster: Cluster): Administration {
  if (cluster.administration === undefined)
    throw new Error(`The topology ${cluster.topology} does not let paystorm change its servers' settings.`);
  return cluster.administration;
}

export function membershipOf(cluster: Cluster): MembershipControl {
  if (cluster.membership === undefined) throw new Error(`The topology ${cluster.topology} lets no node join or leave.`);
  return cluster.membership;
}

export function cutoverOf(cluster: Cluster): CutoverControl {
  if (cluster.cutover === undefined) throw new Error(`The topology ${cluster.topology} has no other side to move to.`);
  return cluster.cutover;
}

export function trafficOf({ traffic }: Cluster): TrafficControl {
  if (traffic === undefined) throw new Error('Nobody steers the clients of this target.');
  return traffic;
}

export function machineOf({ machine, topology }: Cluster): MachineControl {
  if (machine === undefined) throw new Error(`The topology ${topology} does not let paystorm at its servers' machine.`);
  return machine;
}

export function backupsOf(cluster: Cluster): Backups {
  if (cluster.backups === undefined)
    throw new Error(`The topology ${cluster.topology} does not let paystorm take backups.`);
  return cluster.backups;
}

export function networkOf({ network }: Cluster): NetworkControl {
  if (network === undefined) throw new Error('There is no proxy in front of these nodes.');
  return network;
}

export function linksOf({ topology, links }: Cluster): LinkControl {
  if (links === undefined) throw new Error(`The servers of this ${topology} share one network, which cannot be cut.`);
  return links;
}
