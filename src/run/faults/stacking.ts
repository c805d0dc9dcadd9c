/** Faults come upon a whole cluster, unless the plan itself has them overlap: what an earlier one has broken must not be taken for the work of a later one. */
import { messageOf, ToolError } from '../../kit/error.js';
import type { ScheduledFault } from '../../model/plan.js';
import type { Cluster } from '../../model/topology.js';

/** The look begins this long before the injection, which is then not late. */
export const healthLeadMs = 1_000;
/** A replica that lags for a moment is no reason to give a rehearsal up. */
const healthTimeoutMs = 5_000;

/** On purpose, because another fault of the plan is to last when it comes. */
export function isStacked(scheduled: ScheduledFault, faults: readonly ScheduledFault[]): boolean {
  const place = faults.indexOf(scheduled);
  return faults.some((other, index) => {
    if (other === scheduled || other.kind === 'none' || other.healAtMs <= scheduled.injectAtMs) return false;
    return other.injectAtMs < scheduled.injectAtMs || (other.injectAtMs === scheduled.injectAtMs && index < place);
  });
}

/** Rejects with a ToolError when not every node serves in its role. */
export async function makeSureItIsWhole(cluster: Pick<Cluster, 'awaitHealthy'>, signal: AbortSignal): Promise<void> {
  try {
    await cluster.awaitHealthy({ timeoutMs: healthTimeoutMs, signal });
  } catch (cause) {
    const message = `The cluster was not whole before the injection, and nothing was broken: ${messageOf(cause)}`;
    const hint = 'Give it more time to recover, or have the faults overlap if that is what is rehearsed.';
    throw new ToolError('guardRefused', message, hint, { cause });
  }
}
