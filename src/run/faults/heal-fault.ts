/** Undoes a fault and makes sure that its effect is gone: for the run that injected it, and for whoever keeps its promise later. */
import { pollUntil, withTimeout } from '../../kit/abort.js';
import { messageOf, ToolError } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type { FaultKind, FaultTargets } from '../../model/fault.js';
import type { Cluster } from '../../model/topology.js';

/** The heal's own deadline: long enough for a node to copy all data anew. */
export const healTimeoutMs = 150_000;
const healAgainAfterMs = 500;

export interface Broken {
  readonly kind: FaultKind;
  readonly cluster: Cluster;
  readonly settings: unknown;
  readonly targets: FaultTargets;
  /** A planned operation: what it has brought about remains. */
  readonly stays?: boolean | undefined;
}

/**
 * Undoes the fault, or brings an operation that stays to its end. Heals are idempotent, so one that fails is tried again until the deadline: a server under load may not have answered in
 * time. Rejects with a ToolError when the fault is still there then. No signal of the run reaches it: its run may be over.
 */
export async function healFault({ kind, stays = false, ...broken }: Broken, clock: Clock): Promise<void> {
  if (kind.requires.length === 0) return;
  const context = { ...broken, signal: AbortSignal.timeout(healTimeoutMs) };
  const { targets } = broken;
  let cause: unknown = new Error('its effect is still there');
  const isHealed = async (): Promise<boolean> => {
    try {
      if (stays || kind.planned === 'final') {
        await kind.conclude?.(context);
        return true;
      }
      await kind.heal(context);
      return targets.nodes.length === 0 || !(await kind.isEffective(context));
    } catch (error) {
      cause = error;
      return false;
    }
  };
  const failed = (): ToolError =>
    new ToolError(
      'healFailed',
      `The fault ${kind.kind} on ${targets.nodes.join(', ')} could not be healed: ${messageOf(cause)}.`,
      'Look at the servers, then run: paystorm heal',
      { cause },
    );
  const polled = pollUntil(isHealed, { clock, timeoutMs: healTimeoutMs, everyMs: healAgainAfterMs });
  if (!(await withTimeout(polled, healTimeoutMs + healAgainAfterMs, failed))) throw failed();
}
