/** Injects one fault under the heal protocol: lease, act, verify the effect, and heal on whatever way out. */
import { isHealedByOther, removeLease, type Lease } from '../../host/lease.js';
import { RunningCommands } from '../../host/running-command.js';
import { pollUntil } from '../../kit/abort.js';
import { eachTarget } from '../../kit/each-target.js';
import { messageOf } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type { FaultKind, FaultTargets } from '../../model/fault.js';
import type { JournalEvent } from '../../model/journal.js';
import { limits } from '../../model/limits.js';
import type { ScheduledFault } from '../../model/plan.js';
import type { InjectContext } from '../play-timeline.js';
import { announce, refuse } from './announce.js';
import { healFault, healTimeoutMs, type Broken } from './heal-fault.js';
import { injected, markUnhealed } from './injected.js';
import type { FaultSite, Injection } from './injection.js';
import { healedEvent, isStillBroken, keepPromise } from './keep-promise.js';
import { takeLease } from './take-lease.js';

/** An effect that cannot be seen by then is none, and the run cannot say anything about it. */
const effectTimeoutMs = 5_000;
const lookEveryMs = 5;

/** Resolves when the effect has been seen, or has been waited for in vain; disposing what it resolves to heals. Rejects with the fault healed, or refused before anything was done. */
export async function injectFault(
  kind: FaultKind,
  scheduled: ScheduledFault,
  site: FaultSite,
  context: InjectContext,
): Promise<AsyncDisposable> {
  site.mayInject?.();
  context.signal.throwIfAborted();
  const lastsMs = Math.max(0, scheduled.healAtMs - context.axis.nowMs());
  const targets = await kind.resolve(scheduled.settings, site.cluster, { lastsMs, signal: context.signal });
  context.signal.throwIfAborted();
  const injection = { kind, scheduled, targets, site };
  refuse(injection, context);
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
  readonly #commands: RunningCommands;
  #healing: Promise<void> | null = null;
  #untold: unknown = null;

  constructor(injection: Injection, lease: Lease, context: InjectContext) {
    this.#injection = injection;
    this.#lease = lease;
    this.#context = context;
    this.#commands = new RunningCommands(lease.id);
  }

  async inject(): Promise<void> {
    const { axis, signal, append } = this.#context;
    const { kind, targets, site } = this.#injection;
    const { name, settings, healAtMs } = this.#injection.scheduled;
    const issuedMs = announce(this.#injection, this.#context);
    const boundMs = Math.max(0, healAtMs - issuedMs) + limits.boundGraceMs;
    try {
      const tell = (node: string, text: string): void => {
        const atMs = axis.nowMs();
        append({ kind: 'notice', atMs, notice: { atMs, what: 'note', node, text } });
      };
      const noteCommand = (pid: number): Promise<AsyncDisposable> => this.#commands.note(pid);
      const own = { signal, boundMs, clock: axis, tell, noteCommand };
      await kind.inject({ name, cluster: site.cluster, settings, targets, ...own });
      // Stopped in the midst of it, it may have gone on after others had healed for it.
      if (await isHealedByOther(this.#lease)) throw new Error('it came too late: others had healed it by then');
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
    const parts = isEach ? eachTarget({ targets }) : [{ targets }];
    const seenMs = await Promise.all(parts.map((part) => this.#awaitEffectOn(part.targets)));
    const times = seenMs.filter((each) => each !== null);
    if (times.length < parts.length) return null;
    const verifiedMs = Math.max(...times);
    return isEach ? { verifiedMs, firstVerifiedMs: Math.min(...times) } : { verifiedMs };
  }

  /** The effect was there when the look that saw it began: some looks take a while, because they wait for an answer that does not come. */
  async #awaitEffectOn(targets: FaultTargets): Promise<number | null> {
    const { axis, signal } = this.#context;
    const { kind, site, scheduled } = this.#injection;
    const { name, settings } = scheduled;
    let begunMs = axis.nowMs();
    const look = (): Promise<boolean> => {
      begunMs = axis.nowMs();
      return kind.isEffective({ name, cluster: site.cluster, settings, targets, signal });
    };
    const options = { clock: axis, timeoutMs: effectTimeoutMs, everyMs: lookEveryMs, signal };
    return (await pollUntil(look, options)) ? begunMs : null;
  }

  /** Whoever heals has claimed the lease. Where nobody can, because its directory is full or gone, nobody else heals. */
  async #heal(): Promise<void> {
    const { axis } = this.#context;
    const { kind, targets, scheduled } = this.#injection;
    let hasBegun = false;
    const heal = (lease: Lease | null): Promise<void> => {
      hasBegun = true;
      return this.#healAs(lease);
    };
    const patience = { clock: axis, timeoutMs: healTimeoutMs({ kind, targets, settings: scheduled.settings }, axis) };
    try {
      const isKept = await keepPromise(this.#lease, patience, heal).catch((error: unknown) => {
        if (hasBegun) throw error;
        return heal(null).then(() => true);
      });
      if (!isKept) throw new Error('another process is still healing it');
    } catch (error) {
      markUnhealed(this.#lease);
      this.#tell({ kind: 'heal-failed', atMs: axis.nowMs(), fault: scheduled.name, reason: messageOf(error) });
      throw error;
    }
    if (this.#untold !== null) throw this.#untold;
  }

  /** What it keeps going in this process has to end, too, when another has healed what it did to the servers. */
  async #healAs(lease: Lease | null): Promise<void> {
    const { axis } = this.#context;
    const { kind, targets, site, scheduled } = this.#injection;
    const { name: fault, settings, stays } = scheduled;
    // Who cannot read what others have done goes by what is known.
    await site.cluster.lookAgain?.().catch(() => undefined);
    const startedMs = axis.nowMs();
    const broken: Broken = { name: fault, kind, cluster: site.cluster, settings, targets, stays };
    const healed = lease?.healed;
    if (healed !== undefined) this.#tellOfUndone(healedEvent(fault, healed, (iso) => onAxis(iso, axis)));
    const isBroken = await isStillBroken(broken, healed);
    const wait = targets.endsBy === undefined ? {} : { endsBy: targets.endsBy };
    if (isBroken) this.#tellOfUndone({ kind: 'fault-healing', atMs: startedMs, fault, ...wait });
    await this.#commands.awaitEnd({ clock: axis, timeoutMs: kind.injectTimeoutMs?.(settings) ?? 0 });
    await healFault(broken, axis);
    const atMs = axis.nowMs();
    if (isBroken) this.#tellOfUndone({ kind: 'fault-healed', atMs, fault, startedMs, verifiedMs: atMs, by: 'run' });
    // It is healed, whether or not that can be said: whoever finds the lease will find nothing to do.
    await removeLease(this.#lease.id).catch((error: unknown) => (this.#untold ??= error));
    injected.delete(this.#lease);
  }

  /** What stays is only brought to its end, which is nothing to see. */
  #tellOfUndone(event: JournalEvent): void {
    if (this.#injection.scheduled.stays !== true) this.#tell(event);
  }

  /** Whoever listens must not keep it from being healed: what could not be told is thrown when it is. */
  #tell(event: JournalEvent): void {
    try {
      this.#context.append(event);
    } catch (error) {
      this.#untold ??= error;
    }
  }
}

/** Of a moment that is not long past: clocks may have been apart before, because a machine was asleep. */
function onAxis(iso: string, axis: Clock): number {
  return axis.nowMs() - (Date.parse(axis.wallClockIso()) - Date.parse(iso));
}
