/** Watches the gates that may stop a run: within their phase and after their grace, a breach that lasts ends it. */
import type { LoadInterval } from '../model/engine.js';
import type { Gate } from '../model/gate.js';
import type { Plan } from '../model/plan.js';
import { isBreached } from '../verdict/gates/is-breached.js';

const secondMs = 1_000;

/** Asked with every second of every thread; the reason to abort, or null. */
export function createAbortGates(plan: Plan): (interval: LoadInterval) => string | null {
  const watches = plan.scenario.gates.filter((gate) => gate.onBreach === 'abort').map((gate) => watchGate(gate, plan));
  return (interval) => watches.map((watch) => watch(interval)).find((reason) => reason !== null) ?? null;
}

function watchGate(gate: Gate, plan: Plan): (interval: LoadInterval) => string | null {
  const { fromMs, toMs } = scopeOf(gate, plan);
  const lastMs = Math.max(secondMs, gate.forMs ?? 0);
  let seen: readonly LoadInterval[] = [];
  return (interval) => {
    const isInScope = interval.atMs - secondMs >= fromMs + gate.graceMs && interval.atMs <= toMs;
    if (!isInScope) return null;
    seen = [...seen.filter((each) => each.atMs > interval.atMs - lastMs), interval];
    const isLongEnough = interval.atMs - (seen[0] as LoadInterval).atMs >= lastMs - 1.5 * secondMs;
    return isLongEnough && isBreached(gate, seen) ? (gate.name ?? gate.text) : null;
  };
}

function scopeOf({ scope }: Gate, plan: Plan): { readonly fromMs: number; readonly toMs: number } {
  if (scope.kind === 'during') {
    const phase = plan.phases.find((each) => each.name === scope.phase);
    return { fromMs: phase?.startMs ?? 0, toMs: phase?.endMs ?? plan.durationMs };
  }
  if (scope.kind === 'after') {
    const fault = plan.faults.find((each) => each.name === scope.fault);
    return { fromMs: fault?.injectAtMs ?? 0, toMs: plan.durationMs };
  }
  return { fromMs: plan.phases.find((phase) => !phase.isWarmup)?.startMs ?? 0, toMs: plan.durationMs };
}
