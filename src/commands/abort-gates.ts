/** Watches the gates that may stop a run: within their phase and after their grace, a breach that lasts ends it. */
import type { LoadInterval } from '../model/load-interval.js';
import type { Gate } from '../model/gate.js';
import type { Plan } from '../model/plan.js';
import { metricNamed, unitOf } from '../model/metric.js';
import type { AbortReason } from '../run/interval-watch.js';
import { formatFigure } from '../kit/format-figure.js';
import { isBreached, liveValue } from '../verdict/gates/is-breached.js';

const secondMs = 1_000;
/** Threads report once a second, give or take this. */
const toleranceMs = 100;

/** Asked with every second of every thread; what to abort for, or null. */
export function createAbortGates(plan: Plan): (interval: LoadInterval) => AbortReason | null {
  const watches = plan.scenario.gates.filter((gate) => gate.onBreach === 'abort').map((gate) => watchGate(gate, plan));
  return (interval) => watches.map((watch) => watch(interval)).find((reason) => reason !== null) ?? null;
}

/** Judges the latest second of all threads together, as often as one of them reports. */
function watchGate(gate: Gate, plan: Plan): (interval: LoadInterval) => AbortReason | null {
  const { fromMs, toMs } = scopeOf(gate, plan);
  const { threads } = plan.scenario.client;
  let latest: readonly LoadInterval[] = [];
  let breachedFromMs: number | null = null;
  return (interval) => {
    const beganMs = interval.atMs - secondMs;
    if (beganMs < fromMs + gate.graceMs - toleranceMs || interval.atMs > toMs + toleranceMs) return null;
    const others = latest.filter((each) => each.thread !== interval.thread && each.atMs > beganMs - toleranceMs);
    latest = [...others, interval];
    if (latest.length < threads) return null;
    breachedFromMs = isBreached(gate, latest) ? (breachedFromMs ?? beganMs) : null;
    if (breachedFromMs === null || interval.atMs - breachedFromMs < (gate.forMs ?? 0) - toleranceMs) return null;
    return { gate: gate.name ?? gate.text, observed: textOf(gate, latest) };
  };
}

function textOf(gate: Gate, latest: readonly LoadInterval[]): string {
  const metric = metricNamed(gate.metric);
  const value = liveValue(gate, latest);
  return metric === undefined || value === null ? '' : formatFigure(value, unitOf(metric, gate.aggregate));
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
