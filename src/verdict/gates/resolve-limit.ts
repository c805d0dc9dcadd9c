/** Turns a gate's limit into a number: the value as written, a share of the offered load, or the time before the first fault plus an allowance. */
import type { Gate } from '../../model/gate.js';
import { metricNamed, unitOf } from '../../model/metric.js';
import { formatFigure } from '../../kit/format-figure.js';
import type { GateEvidence, Ranges } from './gate-evidence.js';
import { observe } from './observe.js';
import { storedLimit } from './stored-baseline.js';

export interface Limit {
  /** Null when there is nothing to compare with. */
  readonly value: number | null;
  readonly text: string;
  readonly reason: string | null;
}

export function resolveLimit(gate: Gate, evidence: GateEvidence, ranges: Ranges): Limit {
  const { limit, comparator } = gate;
  switch (limit.kind) {
    case 'value':
      return { value: limit.value, text: `${comparator} ${formatFigure(limit.value, limit.unit)}`, reason: null };
    case 'share-of-offered': {
      if (ranges.length === 0)
        return { value: null, text: `${comparator} ${limit.percent} % of offered`, reason: null };
      const value = (offeredPerSecond(evidence, ranges) * limit.percent) / 100;
      return {
        value,
        text: `${comparator} ${formatFigure(value, 'per-second')} (${limit.percent} % of offered)`,
        reason: null,
      };
    }
    case 'baseline':
      return baselineLimit(gate, limit, evidence);
    case 'stored-baseline':
      return storedLimit(gate, limit);
    default:
      return limit satisfies never;
  }
}

function offeredPerSecond({ goodput }: GateEvidence, ranges: Ranges): number {
  let arrivals = 0;
  let seconds = 0;
  for (const { fromMs, toMs } of ranges) {
    arrivals += goodput.indexAt(toMs) - goodput.indexAt(fromMs);
    seconds += (toMs - fromMs) / 1_000;
  }
  return arrivals / seconds;
}

/** The allowance is the larger of the relative and the absolute one: a per cent of very little is noise. */
function baselineLimit(
  gate: Gate,
  { plusPercent, floor }: Extract<Gate['limit'], { readonly kind: 'baseline' }>,
  evidence: GateEvidence,
): Limit {
  const words = `${gate.comparator} baseline + ${plusPercent} %`;
  const baseline = evidence.evidence.recoveries.find((recovery) => recovery.baseline !== null)?.baseline ?? null;
  const metric = metricNamed(gate.metric);
  const none = { value: null, text: words, reason: 'There is no baseline to compare with.' };
  if (baseline === null || metric === undefined) return none;
  const before = observe(gate, evidence, [{ fromMs: baseline.fromMs, toMs: baseline.toMs }]).value;
  if (before === null) return none;
  const value = before + Math.max((before * plusPercent) / 100, floor?.value ?? 0);
  const unit = unitOf(metric, gate.aggregate);
  return {
    value,
    text: `${gate.comparator} ${formatFigure(value, unit)} (baseline ${formatFigure(before, unit)} + allowance)`,
    reason: null,
  };
}
