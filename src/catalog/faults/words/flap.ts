/** The steps of what comes and goes: injected and healed again and again, until it was often enough or the heal of the whole has come. */
import { pollUntil } from '../../../kit/abort.js';
import type { FaultKind, InjectionContext } from '../../../model/fault.js';
import { limits } from '../../../model/limits.js';
import { rest, type CourseSteps } from './course.js';

const stepTimeoutMs = 150_000;
/** Of one step. The run's own signal is left out: what was begun is ended, and the heal waits for it. */
const timeFor = (longestMs: number): AbortSignal => AbortSignal.timeout(Math.max(stepTimeoutMs, longestMs));

export interface Flaps {
  readonly kind: FaultKind;
  readonly part: InjectionContext;
  readonly chosen: { readonly times: number; readonly lost: number; readonly back: number };
}

/** Each time waits until it was seen, and for its heal. */
export async function flap({ kind, part, chosen }: Flaps, { signal, onSeen }: CourseSteps): Promise<void> {
  const { clock } = part;
  const boundMs = chosen.lost + limits.boundGraceMs;
  for (let time = 0; time < chosen.times && !signal.aborted; time += 1) {
    const step = { ...part, boundMs, signal: timeFor(chosen.lost + (kind.injectTimeoutMs?.(part.settings) ?? 0)) };
    await kind.inject(step);
    const endMs = clock.nowMs() + chosen.lost;
    if (await awaitSight(kind, step, endMs)) onSeen();
    await rest(Math.max(0, endMs - clock.nowMs()), clock, signal);
    // What only time ends goes on until then.
    await kind.heal({ ...step, signal: timeFor(chosen.lost + (kind.healTimeoutMs?.(part.settings) ?? 0)) });
    await rest(chosen.back, clock, signal);
  }
}

/** A silent network shows only when somebody sends something. */
function awaitSight(kind: FaultKind, step: InjectionContext, untilMs: number): Promise<boolean> {
  const timeoutMs = Math.max(0, untilMs - step.clock.nowMs());
  return pollUntil(() => kind.isEffective(step), { clock: step.clock, timeoutMs, everyMs: 5 });
}
