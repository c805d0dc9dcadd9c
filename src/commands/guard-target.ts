/** What protects servers that others run: paystorm does not rehearse beside their data, and two runs do not break them at the same time. */
import { ToolError } from '../kit/error.js';
import { holdTarget, type HeldTarget } from '../ledger/hold-target.js';
import { signsOfLife } from '../ledger/signs-of-life.js';
import type { Clock } from '../model/clock.js';
import type { Flavor } from '../model/flavor.js';
import type { Cluster } from '../model/topology.js';
import { ask } from '../mysql/await-answer.js';

export interface TargetGuard {
  readonly schema: string;
  readonly clock: Clock;
  /** The plan has faults. */
  readonly breaks: boolean;
  /** --allow-shared-target */
  readonly isSharingAllowed: boolean;
  readonly onProgress: (text: string) => void;
  /** Called with a sentence on what nobody guards against. */
  readonly onWarning: (text: string) => void;
}

/** Changes nothing. What it resolves to is held until the run is over; rejects with a ToolError that says who else is there. */
export async function guardTarget(cluster: Cluster, guard: TargetGuard): Promise<HeldTarget | null> {
  if (cluster.isOwned) return null;
  const onLockless = (error: ToolError): void => tellOrThrow(error, guard);
  const held = guard.breaks ? await holdTarget(cluster.nodes, { clock: guard.clock, onLockless }) : null;
  try {
    if (!guard.isSharingAllowed) await refuseShared(cluster, guard, held === null ? 0 : 1);
    return held;
  } catch (error) {
    await held?.[Symbol.asyncDispose]();
    throw error;
  }
}

/** A sentence where a node says that its cluster has more members than the scenario names: the lock of another run may be on those alone. */
export async function membersNotNamed({ nodes }: Cluster, flavor: Flavor): Promise<string | null> {
  for (const node of nodes) {
    // Who may not tell, or is not there, is not asked again: it is watched from now on.
    const health = await ask(node, (query) => flavor.health(query)).catch(() => null);
    if ((health?.clusterSize ?? 0) <= nodes.length) continue;
    return `${node.name} says that its cluster has ${health?.clusterSize} members, and the scenario names ${nodes.length}: a run that names only the others is not kept from breaking the cluster at the same time. Name them all under target.nodes.`;
  }
  return null;
}

async function refuseShared(cluster: Cluster, guard: TargetGuard, ownConnections: number): Promise<void> {
  const { schema, clock, onProgress, onWarning } = guard;
  onProgress('looking whether anybody else uses the target');
  const { signs, gaps } = await signsOfLife(cluster.nodes, { ownSchema: schema, ownConnections, clock });
  for (const gap of gaps) onWarning(`whether others use the target is not fully known: ${gap}.`);
  if (signs.length === 0) return;
  const message = `The target looks alive with other people's data:\n  ${signs.join('\n  ')}`;
  const hint =
    'Rehearse on servers that nobody depends on. If these may suffer, or it is only monitoring that is seen, say so with --allow-shared-target.';
  throw new ToolError('guardRefused', message, hint);
}

function tellOrThrow(error: ToolError, { isSharingAllowed, onWarning }: TargetGuard): void {
  if (!isSharingAllowed) throw error;
  onWarning(error.message);
}
