/** Says what arrives: phase by phase, and how often each operation. */
import { printDuration } from '../kit/duration.js';
import { describeRate } from '../kit/phase-curve.js';
import { formatClock, formatCount } from '../kit/format.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import { describeMixes } from './describe-mixes.js';
import { arrivalsBetween } from '../kit/arrivals-between.js';

export function describeTraffic(plan: Plan, catalog: Catalog): readonly string[] {
  const { scenario, phases } = plan;
  const width = Math.max(...phases.map((phase) => phase.name.length));
  const lines = phases.map((phase, index) => {
    const settings = scenario.traffic.phases[index];
    const shape = settings === undefined ? '' : describeRate(settings, catalog);
    const arrivals = arrivalsBetween(plan.segments, phase.startMs, phase.endMs);
    const length = printDuration(phase.endMs - phase.startMs);
    const note = phase.isWarmup ? ' (not measured)' : '';
    return `${formatClock(phase.startMs)}  ${phase.name.padEnd(width)}  ${length} ${/^\d/u.test(shape) ? 'at' : 'with'} ${shape}: about ${formatCount(arrivals)} arrivals${note}`;
  });
  const how = { poisson: 'Arrivals are random (Poisson), as customers are.', even: 'Arrivals come at even distances.' };
  return [...lines, ...describeMixes(plan, catalog), how[scenario.traffic.arrivals]];
}
