/** Says what arrives: phase by phase, and how often each operation. */
import { printDuration } from '../kit/duration.js';
import { formatClock, formatCount, formatPercent } from '../kit/format.js';
import { arrivalsIn } from '../kit/rate-curve.js';
import type { Plan } from '../model/plan.js';
import type { RateSegment } from '../model/rate.js';
import type { Catalog } from '../model/registry.js';

export function describeTraffic(plan: Plan, catalog: Catalog): readonly string[] {
  const { scenario, phases } = plan;
  const width = Math.max(...phases.map((phase) => phase.name.length));
  const lines = phases.map((phase, index) => {
    const settings = scenario.traffic.phases[index];
    const shape = settings === undefined ? '' : catalog.shapes.get(settings.shape).describe(settings.settings);
    const arrivals = arrivalsBetween(plan.segments, phase.startMs, phase.endMs);
    const length = printDuration(phase.endMs - phase.startMs);
    const note = phase.isWarmup ? ' (not measured)' : '';
    return `${formatClock(phase.startMs)}  ${phase.name.padEnd(width)}  ${length} at ${shape}: about ${formatCount(arrivals)} arrivals${note}`;
  });
  const how = { poisson: 'Arrivals are random (Poisson), as customers are.', even: 'Arrivals come at even distances.' };
  return [...lines, ...mixLines(plan, catalog), how[scenario.traffic.arrivals]];
}

function mixLines({ scenario, arrivalsExpected }: Plan, catalog: Catalog): readonly string[] {
  const mix = Object.entries(scenario.traffic.mix).sort(([, left], [, right]) => right - left);
  const total = mix.reduce((sum, [, weight]) => sum + weight, 0);
  const expected = (weight: number): number => (arrivalsExpected * weight) / total;
  const parts = mix.map(([kind, weight]) => {
    const share = Number((weight / total).toFixed(3));
    return `${formatCount(expected(weight))} ${kind} (${formatPercent(share)})`;
  });
  const writes = mix.filter(([kind]) => catalog.operations.get(kind).effect === 'posting');
  const written = writes.reduce((sum, [, weight]) => sum + expected(weight), 0);
  return [`About ${parts.join(', ')}; ${formatCount(written)} of them move money.`];
}

/** Where the rate is highest, and how high. */
export function peakOf(segments: readonly RateSegment[]): { readonly atMs: number; readonly perSecond: number } {
  let peak = { atMs: 0, perSecond: 0 };
  for (const { startMs, endMs, fromPerSecond, toPerSecond } of segments) {
    if (fromPerSecond > peak.perSecond) peak = { atMs: startMs, perSecond: fromPerSecond };
    if (toPerSecond > peak.perSecond) peak = { atMs: endMs, perSecond: toPerSecond };
  }
  return peak;
}

/** Arrivals expected in a stretch; segments may lie across its ends. */
export function arrivalsBetween(segments: readonly RateSegment[], fromMs: number, toMs: number): number {
  return segments.reduce((sum, segment) => {
    const startMs = Math.max(segment.startMs, fromMs);
    const endMs = Math.min(segment.endMs, toMs);
    if (endMs <= startMs) return sum;
    const rateAt = (timeMs: number): number => {
      const share = (timeMs - segment.startMs) / (segment.endMs - segment.startMs);
      return segment.fromPerSecond + (segment.toPerSecond - segment.fromPerSecond) * share;
    };
    return sum + arrivalsIn({ startMs, endMs, fromPerSecond: rateAt(startMs), toPerSecond: rateAt(endMs) });
  }, 0);
}
