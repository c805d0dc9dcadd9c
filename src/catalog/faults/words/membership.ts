/** Nodes that come and go on purpose: the two operations of elastic scaling, each of which is undone by the other. */
import { membershipOf } from '../../../kit/capability-of.js';
import type { FaultContext, FaultTargets } from '../../../model/fault.js';
import type { Cluster } from '../../../model/topology.js';

const drainedMs = 10_000;

/** Notes whether it belonged to the cluster before: what was so already shows nothing. */
export function noteMembership(node: string, cluster: Cluster): FaultTargets {
  return { nodes: [node], former: { [node]: isMember(node, cluster) ? 'member' : 'absent' } };
}

export function refuseIf(former: 'member' | 'absent', { nodes, former: found }: FaultTargets): void {
  const already = nodes.filter((node) => found?.[node] === former);
  if (already.length === 0) return;
  throw new Error(
    `${already.join(', ')} ${former === 'member' ? 'belongs to the cluster already' : 'does not belong to the cluster'}`,
  );
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

export function isMember(node: string, cluster: Cluster): boolean {
  return membershipOf(cluster).members().includes(node);
}
