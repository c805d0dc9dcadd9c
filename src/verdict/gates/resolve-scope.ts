/** Turns a gate's scope into stretches of time and the words for it. Warm-up is never part of the whole run. */
import { formatDuration } from '../../kit/format.js';
import type { Gate } from '../../model/gate.js';
import { metricNamed } from '../../model/metric.js';
import type { Interval } from '../../model/recovery.js';
import type { GateEvidence, Ranges } from './gate-evidence.js';

/** Length of the window that `within` looks at. */
const withinWindowMs = 5_000;

export interface Scope {
  readonly words: string;
  /** Null when the scope never came. */
  readonly ranges: Ranges | null;
  /** Why it never came, or why it was not seen to its end. */
  readonly reason: string | null;
}

export function resolveScope(gate: Gate, evidence: GateEvidence): Scope {
  const whole = wholeScope(gate, evidence);
  if (whole.ranges === null) return whole;
  const startMs = whole.ranges[0]?.fromMs ?? 0;
  if (gate.withinMs !== null) {
    const toMs = startMs + gate.withinMs;
    const fromMs = Math.max(startMs, toMs - withinWindowMs);
    const words = `${whole.words}, the ${formatDuration(toMs - fromMs)} until ${formatDuration(gate.withinMs)} after its start`;
    return seen({ words, ranges: [{ fromMs, toMs }] }, evidence);
  }
  if (gate.forMs !== null && gate.onBreach !== 'abort') {
    const toMs = startMs + gate.forMs;
    const words = `${whole.words}, each second of its first ${formatDuration(gate.forMs)}`;
    return seen({ words, ranges: clip(whole.ranges, { fromMs: startMs, toMs }) }, evidence);
  }
  return seen(whole, evidence);
}

function wholeScope({ scope, metric }: Gate, { facts, observedUntilMs, evidence }: GateEvidence): Scope {
  const { phases, durationMs } = facts.header.plan;
  switch (scope.kind) {
    case 'run': {
      const measured = phases.filter((phase) => !phase.isWarmup);
      const words = measured.length === phases.length ? 'whole run' : 'whole run without warm-up';
      const ofLedger = metricNamed(metric)?.scopes.length === 1;
      return {
        words: ofLedger ? 'whole ledger' : words,
        ranges: measured.map(({ startMs, endMs }) => ({ fromMs: startMs, toMs: endMs })),
        reason: null,
      };
    }
    case 'during': {
      const words = `during ${scope.phase}`;
      const phase = phases.find((each) => each.name === scope.phase);
      if (phase !== undefined && phase.startMs < observedUntilMs) {
        return { words, ranges: [{ fromMs: phase.startMs, toMs: phase.endMs }], reason: null };
      }
      return { words, ranges: null, reason: `The phase "${scope.phase}" was never reached.` };
    }
    case 'after': {
      const words = `after ${scope.fault}`;
      const recovery = evidence.recoveries.find((each) => each.fault === scope.fault);
      if (recovery === undefined) {
        return { words, ranges: null, reason: `The fault "${scope.fault}" was never injected.` };
      }
      return { words, ranges: [{ fromMs: recovery.injection.issuedMs, toMs: durationMs }], reason: null };
    }
    default:
      return scope satisfies never;
  }
}

/** What was not observed is no part of the scope, and a scope that was cut is said to be. */
function seen({ words, ranges }: Pick<Scope, 'words' | 'ranges'>, { observedUntilMs }: GateEvidence): Scope {
  const clipped = clip(ranges ?? [], { fromMs: Number.NEGATIVE_INFINITY, toMs: observedUntilMs });
  const endMs = ranges?.at(-1)?.toMs ?? 0;
  const isCut = endMs > observedUntilMs;
  const reason = isCut ? `The run was observed only until ${formatDuration(observedUntilMs)} of its plan.` : null;
  return { words, ranges: clipped.length === 0 ? null : clipped, reason };
}

export function clip(ranges: Ranges, { fromMs, toMs }: Interval): Ranges {
  return ranges
    .map((range) => ({ fromMs: Math.max(range.fromMs, fromMs), toMs: Math.min(range.toMs, toMs) }))
    .filter((range) => range.toMs > range.fromMs);
}
