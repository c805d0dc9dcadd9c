/** Nodes that come and go on purpose: the two operations of elastic scaling, each of which is undone by the other. */
import { membershipOf } from '../../../kit/capability-of.js';
import type { FaultContext, FaultTargets } from '../../../model/fault.js';
import type { Cluster } from '../../../model/topology.js';

const drainedMs = 10_000;

/** Notes whether it belonged to the cluster before: what was so already shows nothing. */
export function noteMembership(node: string, cluster: Cluster): FaultTargets {
  return { nodes: [node], former: { [node]: isMember(node, cluster) ? 'member' : 'absent' } };
}

/** As part of a sentence; null where none of them was so when it was looked. */
export function alreadyIs(former: 'member' | 'absent', { nodes, former: found }: FaultTargets): string | null {
  const already = nodes.filter((node) => found?.[node] === former);
  if (already.length === 0) return null;
  return `${already.join(', ')} ${former === 'member' ? 'belongs to the cluster already' : 'does not belong to the cluster'}`;
}

export async function addAll({ cluster, targets, signal }: FaultContext): Promise<void> {
  for (const node of targets.nodes) await membershipOf(cluster).add(node, { signal });
}

/** Resolves to how many clients had not left in time. */
export async function removeAll({ cluster, targets }: FaultContext, drainMs = drainedMs): Promise<number> {
  let left = 0;
  for (const node of targets.nodes) left += await membershipOf(cluster).remove(node, { drainMs });
  return left;
}

/** Nobody would be left without it. */
export function isLastMember(node: string, cluster: Cluster): boolean {
  return membershipOf(cluster)
    .members()
    .every((each) => each === node);
}

export function isMember(node: string, cluster: Cluster): boolean {
  return membershipOf(cluster).members().includes(node);
}
