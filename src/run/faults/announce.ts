/** How the journal hears that an injection begins, and that it was refused before it did: then there is no lease, and nothing to heal. */
import type { InjectContext } from '../play-timeline.js';
import type { Injection } from './injection.js';

type Told = Pick<InjectContext, 'axis' | 'append'>;

/** Returns when it begins. */
export function announce({ kind, scheduled, targets }: Injection, { axis, append }: Told): number {
  const { name, settings, stays } = scheduled;
  const atMs = axis.nowMs();
  const sentence = kind.describe(settings);
  const operation =
    kind.planned === undefined ? {} : { planned: stays === true ? ('stays' as const) : ('undone' as const) };
  append({ kind: 'fault-injecting', atMs, fault: name, faultKind: kind.kind, targets, sentence, ...operation });
  return atMs;
}

/** Throws, when it is told, what the fault itself has against being injected now. */
export function refuse(injection: Injection, told: Told): void {
  const { kind, scheduled, targets, site } = injection;
  const reason = kind.refusal?.(targets, site.cluster) ?? null;
  if (reason === null) return;
  announce(injection, told);
  told.append({ kind: 'fault-ineffective', atMs: told.axis.nowMs(), fault: scheduled.name, reason });
  throw new Error(reason);
}
