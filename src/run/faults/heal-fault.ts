/** Undoes a fault and makes sure that its effect is gone: for the run that injected it, and for whoever keeps its promise later. */
import { pollUntil, withTimeout } from '../../kit/abort.js';
import { isAnythingLeft } from '../../kit/each-target.js';
import { msUntilEnd } from '../../kit/ends-by.js';
import { messageOf, ToolError } from '../../kit/error.js';
import { limits } from '../../model/limits.js';
import type { Clock } from '../../model/clock.js';
import type { FaultKind, FaultTargets } from '../../model/fault.js';
import type { Cluster } from '../../model/topology.js';

const healAgainAfterMs = 500;

/** How long a heal that begins now may take: what only time ends is waited for. */
export function healTimeoutMs(
  { kind, settings, targets }: Pick<Broken, 'kind' | 'settings' | 'targets'>,
  clock: Clock,
): number {
  return Math.max(limits.healMsMax, kind.healTimeoutMs?.(settings) ?? 0) + msUntilEnd(targets, clock);
}

export interface Broken {
  /** Of the fault in its scenario. */
  readonly name: string;
  readonly kind: FaultKind;
  readonly cluster: Cluster;
  readonly settings: unknown;
  readonly targets: FaultTargets;
  /** A planned operation: what it has brought about remains. */
  readonly stays?: boolean | undefined;
}

/**
 * Undoes the fault, or brings an operation that stays to its end. Heals are idempotent, so one that fails is tried again until the deadline: a server under load may not have answered in
 * time, unless it says itself that it is no use. Rejects with a ToolError when the fault is still there then. No signal of the run reaches it: its run may be over.
 */
export async function healFault({ kind, stays = false, ...broken }: Broken, clock: Clock): Promise<void> {
  if (kind.requires.length === 0) return;
  const { targets, settings } = broken;
  const timeoutMs = healTimeoutMs({ kind, settings, targets }, clock);
  const context = { ...broken, signal: AbortSignal.timeout(timeoutMs) };
  let cause: unknown = new Error('its effect is still there');
  let isFinal = false;
  const isHealed = async (): Promise<boolean> => {
    try {
      if (stays || kind.planned === 'final') {
        await kind.conclude?.(context);
        return true;
      }
      await kind.heal(context);
      return targets.nodes.length === 0 || !(await isAnythingLeft(kind, context));
    } catch (error) {
      cause = error;
      isFinal = error instanceof ToolError && error.code === 'healFailed';
      return isFinal;
    }
  };
  const failed = (): ToolError =>
    new ToolError(
      'healFailed',
      `The fault ${kind.kind} on ${targets.nodes.join(', ')} could not be healed: ${messageOf(cause).replace(/\.?$/u, '.')}${byHand(kind.byHand?.(settings, targets))}`,
      isFinal ? (cause as ToolError).hint : 'Look at the servers, then run: paystorm heal',
      { cause },
    );
  const polled = pollUntil(isHealed, { clock, timeoutMs, everyMs: healAgainAfterMs });
  if (!(await withTimeout(polled, timeoutMs + healAgainAfterMs, failed)) || isFinal) throw failed();
}

function byHand(lines: readonly string[] = []): string {
  return lines.length === 0 ? '' : `\n  Undo it by hand:\n    ${lines.join('\n    ')}`;
}
