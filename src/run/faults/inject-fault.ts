/** Injects one fault under the heal protocol: lease, act, verify the effect, and heal on whatever way out. */
import { removeLease, type Lease } from '../../host/lease.js';
import { pollUntil } from '../../kit/abort.js';
import { messageOf } from '../../kit/error.js';
import type { FaultKind, FaultTargets } from '../../model/fault.js';
import type { JournalEvent } from '../../model/journal.js';
import { limits } from '../../model/limits.js';
import type { PlannedFault } from '../../model/plan.js';
import type { InjectContext } from '../play-timeline.js';
import { healFault } from './heal-fault.js';
import { injected } from './injected.js';
import type { FaultSite, Injection } from './injection.js';
import { takeLease } from './take-lease.js';

/** An effect that cannot be seen by then is none, and the run cannot say anything about it. */
const effectTimeoutMs = 5_000;
const lookEveryMs = 5;

/** Resolves when the effect has been seen, or has been waited for in vain; disposing what it resolves to heals. Rejects with the fault healed. */
export async function injectFault(
  kind: FaultKind,
  planned: PlannedFault,
  site: FaultSite,
  context: InjectContext,
): Promise<AsyncDisposable> {
  site.mayInject?.();
  context.signal.throwIfAborted();
  const targets = await kind.resolve(planned.settings, site.cluster);
  const injection = { kind, planned, targets, site };
  const lease = await takeLease(injection, context.axis);
  const fault = new InjectedFault(injection, lease, context);
  try {
    await fault.inject();
  } catch (error) {
    await fault[Symbol.asyncDispose]();
    throw error;
  }
  return fault;
}

type EffectTimes = Pick<Extract<JournalEvent, { readonly kind: 'fault-injected' }>, 'verifiedMs' | 'firstVerifiedMs'>;

class InjectedFault implements AsyncDisposable {
  readonly #injection: Injection;
  readonly #lease: Lease;
  readonly #context: InjectContext;
  #healing: Promise<void> | null = null;

  constructor(injection: Injection, lease: Lease, context: InjectContext) {
    this.#injection = injection;
    this.#lease = lease;
    this.#context = context;
  }

  async inject(): Promise<void> {
    const { axis, signal, append } = this.#context;
    const { kind, targets, site } = this.#injection;
    const { name, settings, healAtMs, stays } = this.#injection.planned;
    const issuedMs = axis.nowMs();
    const sentence = kind.describe(settings);
    const planned =
      kind.planned === undefined ? {} : { planned: stays === true ? ('stays' as const) : ('undone' as const) };
    append({
      kind: 'fault-injecting',
      atMs: issuedMs,
      fault: name,
      faultKind: kind.kind,
      targets,
      sentence,
      ...planned,
    });
    const boundMs = Math.max(0, healAtMs - issuedMs) + limits.boundGraceMs;
    try {
      const tell = (node: string, text: string): void => {
        const atMs = axis.nowMs();
        append({ kind: 'notice', atMs, notice: { atMs, what: 'note', node, text } });
      };
      await kind.inject({ name, cluster: site.cluster, settings, targets, signal, boundMs, clock: axis, tell });
    } catch (error) {
      append({ kind: 'fault-ineffective', atMs: axis.nowMs(), fault: name, reason: messageOf(error) });
      throw error;
    }
    const seen = await this.#awaitEffect();
    const atMs = axis.nowMs();
    if (seen !== null) return append({ kind: 'fault-injected', atMs, fault: name, issuedMs, ...seen });
    const reason = `no effect was seen within ${effectTimeoutMs / 1_000} s`;
    append({ kind: 'fault-ineffective', atMs, fault: name, reason });
  }

  /** Heals once, however often it is called. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#healing ??= this.#heal();
    return this.#healing;
  }

  async #awaitEffect(): Promise<EffectTimes | null> {
    const { kind, targets } = this.#injection;
    const isEach = kind.isSeenOnEach === true && targets.nodes.length > 1;
    const parts = isEach ? targets.nodes.map((node) => ({ ...targets, nodes: [node] })) : [targets];
    const seenMs = await Promise.all(parts.map((part) => this.#awaitEffectOn(part)));
    const times = seenMs.filter((each) => each !== null);
    if (times.length < parts.length) return null;
    const verifiedMs = Math.max(...times);
    return isEach ? { verifiedMs, firstVerifiedMs: Math.min(...times) } : { verifiedMs };
  }

  /** The effect was there when the look that saw it began: some looks take a while, because they wait for an answer that does not come. */
  async #awaitEffectOn(targets: FaultTargets): Promise<number | null> {
    const { axis, signal } = this.#context;
    const { kind, site, planned } = this.#injection;
    const { name, settings } = planned;
    let begunMs = axis.nowMs();
    const look = (): Promise<boolean> => {
      begunMs = axis.nowMs();
      return kind.isEffective({ name, cluster: site.cluster, settings, targets, signal });
    };
    const options = { clock: axis, timeoutMs: effectTimeoutMs, everyMs: lookEveryMs, signal };
    return (await pollUntil(look, options)) ? begunMs : null;
  }

  async #heal(): Promise<void> {
    const { axis, append } = this.#context;
    const { kind, targets, site, planned } = this.#injection;
    const startedMs = axis.nowMs();
    // What stays is only brought to its end, which is nothing to see.
    const isUndone = planned.stays !== true;
    if (isUndone) append({ kind: 'fault-healing', atMs: startedMs, fault: planned.name });
    try {
      const { name, settings, stays } = planned;
      await healFault({ name, kind, cluster: site.cluster, settings, targets, stays }, axis);
    } catch (error) {
      append({ kind: 'heal-failed', atMs: axis.nowMs(), fault: planned.name, reason: messageOf(error) });
      throw error;
    }
    const atMs = axis.nowMs();
    if (isUndone) append({ kind: 'fault-healed', atMs, fault: planned.name, startedMs, verifiedMs: atMs, by: 'run' });
    await removeLease(this.#lease.id);
    injected.delete(this.#lease);
  }
}
