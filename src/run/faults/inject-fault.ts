/** Injects one fault under the heal protocol: lease, act, verify the effect, and heal on whatever way out. */
import { randomBytes } from 'node:crypto';
import { removeLease, writeLease, type Lease } from '../../host/lease.js';
import { pollUntil, withTimeout } from '../../kit/abort.js';
import { messageOf, ToolError } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type { FaultKind, FaultTargets } from '../../model/fault.js';
import type { PlannedFault } from '../../model/plan.js';
import type { Cluster } from '../../model/topology.js';
import type { InjectContext } from '../play-timeline.js';
import { injected } from './injected.js';

/** An effect that cannot be seen by then is none, and the run cannot say anything about it. */
const effectTimeoutMs = 5_000;
/** The heal's own deadline: long enough for a node to copy all data anew. */
export const healTimeoutMs = 150_000;
const healAgainAfterMs = 500;

export interface FaultSite {
  readonly cluster: Cluster;
  readonly runId: string;
  readonly journalDirectory: string;
}

export async function injectFault(
  kind: FaultKind,
  planned: PlannedFault,
  site: FaultSite,
  context: InjectContext,
): Promise<AsyncDisposable> {
  const targets = kind.resolve(planned.settings, site.cluster);
  const lease = await takeLease(kind, planned, targets, site, context);
  const fault = new InjectedFault(kind, targets, lease, site, context);
  injected.add(lease);
  try {
    await fault.inject(kind.describe(planned.settings));
  } catch (error) {
    await fault[Symbol.asyncDispose]();
    throw error;
  }
  return fault;
}

async function takeLease(
  kind: FaultKind,
  planned: PlannedFault,
  targets: FaultTargets,
  site: FaultSite,
  { axis }: InjectContext,
): Promise<Lease> {
  const dueMs = Math.max(0, planned.healAtMs - axis.nowMs()) + healTimeoutMs;
  return writeLease({
    id: `${site.runId}-${planned.name}-${randomBytes(2).toString('hex')}`,
    runId: site.runId,
    journalDirectory: site.journalDirectory,
    fault: planned.name,
    kind: kind.kind,
    clusterDirectory: site.cluster.directory ?? '',
    topology: site.cluster.topology,
    targets,
    deadline: new Date(Date.parse(axis.wallClockIso()) + dueMs).toISOString(),
  });
}

class InjectedFault implements AsyncDisposable {
  readonly #kind: FaultKind;
  readonly #targets: FaultTargets;
  readonly #lease: Lease;
  readonly #site: FaultSite;
  readonly #context: InjectContext;
  #healing: Promise<void> | null = null;

  constructor(kind: FaultKind, targets: FaultTargets, lease: Lease, site: FaultSite, context: InjectContext) {
    this.#kind = kind;
    this.#targets = targets;
    this.#lease = lease;
    this.#site = site;
    this.#context = context;
  }

  /** The injection is the bracket from the command to the first sight of its effect. */
  async inject(sentence: string): Promise<void> {
    const { axis, signal, append } = this.#context;
    const { fault, kind: faultKind } = this.#lease;
    const issuedMs = axis.nowMs();
    append({ kind: 'fault-injecting', atMs: issuedMs, fault, faultKind, targets: this.#targets, sentence });
    const context = { cluster: this.#site.cluster, targets: this.#targets, signal };
    await this.#kind.inject(context);
    const isEffective = await pollUntil(() => this.#kind.isEffective(context), {
      clock: axis,
      timeoutMs: effectTimeoutMs,
      everyMs: 5,
      signal,
    });
    const verifiedMs = axis.nowMs();
    if (isEffective) return append({ kind: 'fault-injected', atMs: verifiedMs, fault, issuedMs, verifiedMs });
    const reason = `no effect was seen within ${effectTimeoutMs / 1_000} s`;
    append({ kind: 'fault-ineffective', atMs: verifiedMs, fault, reason });
  }

  /** Heals once, however often it is called; with a signal and a deadline of its own, because the run's may be over. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#healing ??= this.#heal();
    return this.#healing;
  }

  async #heal(): Promise<void> {
    const { axis, append } = this.#context;
    const { fault } = this.#lease;
    const startedMs = axis.nowMs();
    append({ kind: 'fault-healing', atMs: startedMs, fault });
    try {
      await heal(this.#kind, this.#site.cluster, this.#targets, axis);
      await removeLease(this.#lease.id);
      injected.delete(this.#lease);
      append({ kind: 'fault-healed', atMs: axis.nowMs(), fault, startedMs, verifiedMs: axis.nowMs(), by: 'run' });
    } catch (error) {
      append({ kind: 'heal-failed', atMs: axis.nowMs(), fault, reason: messageOf(error) });
      throw error;
    }
  }
}

/**
 * Undoes a fault and makes sure that its effect is gone. Heals are idempotent, so one that fails is tried again until the
 * deadline: a server under load may not have answered in time. Rejects with a ToolError when the fault is still there then.
 */
export async function heal(kind: FaultKind, cluster: Cluster, targets: FaultTargets, clock: Clock): Promise<void> {
  const context = { cluster, targets, signal: AbortSignal.timeout(healTimeoutMs) };
  let cause: unknown = new Error('its effect is still there');
  const isHealed = async (): Promise<boolean> => {
    try {
      await kind.heal(context);
      return targets.nodes.length === 0 || kind.requires.length === 0 || !(await kind.isEffective(context));
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
