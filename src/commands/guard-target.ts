/** What protects servers that others run: paystorm does not rehearse beside their data, and two runs do not break them at the same time. */
import { ToolError } from '../kit/error.js';
import { holdTarget, type HeldTarget } from '../ledger/hold-target.js';
import { signsOfLife } from '../ledger/signs-of-life.js';
import type { Clock } from '../model/clock.js';
import type { Cluster } from '../model/topology.js';

export interface TargetGuard {
  readonly schema: string;
  readonly clock: Clock;
  /** The plan has faults. */
  readonly breaks: boolean;
  /** --allow-shared-target */
  readonly isSharingAllowed: boolean;
  readonly onProgress: (text: string) => void;
}

/** Changes nothing. What it resolves to is held until the run is over; rejects with a ToolError that says who else is there. */
export async function guardTarget(cluster: Cluster, guard: TargetGuard): Promise<HeldTarget | null> {
  if (cluster.isOwned) return null;
  const onLockless = (error: ToolError): void => tellOrThrow(error, guard);
  const held = guard.breaks ? await holdTarget(cluster.nodes, { clock: guard.clock, onLockless }) : null;
  try {
    if (!guard.isSharingAllowed) await refuseShared(cluster, guard);
    return held;
  } catch (error) {
    await held?.[Symbol.asyncDispose]();
    throw error;
  }
}

async function refuseShared(cluster: Cluster, { schema, clock, onProgress }: TargetGuard): Promise<void> {
  onProgress('looking whether anybody else uses the target');
  const signs = await signsOfLife(cluster.nodes, schema, clock);
  if (signs.length === 0) return;
  const message = `The target looks alive with other people's data:\n  ${signs.join('\n  ')}`;
  const hint = 'Rehearse on servers that nobody depends on. If these may suffer, say so with --allow-shared-target.';
  throw new ToolError('guardRefused', message, hint);
}

function tellOrThrow(error: ToolError, { isSharingAllowed, onProgress }: TargetGuard): void {
  if (!isSharingAllowed) throw error;
  onProgress(error.message);
}
