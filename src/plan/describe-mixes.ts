/** Says how often each operation is asked for, in all and in the phases with a mix of their own. */
import { formatCount, formatPercent } from '../kit/format.js';
import { mixOf } from '../kit/mixes.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import type { Mix } from '../model/scenario.js';
import { arrivalsBetween } from '../kit/arrivals-between.js';

export function describeMixes(plan: Plan, catalog: Catalog): readonly string[] {
  const counts = [...expectedCounts(plan)].sort(([, left], [, right]) => right - left);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const parts = counts.map(([kind, count]) => `${formatCount(count)} ${kind} (${share(count / total)})`);
  const written = counts.filter(([kind]) => catalog.operations.get(kind).effect === 'posting');
  const moved = written.reduce((sum, [, count]) => sum + count, 0);
  return [`About ${parts.join(', ')}; ${formatCount(moved)} of them move money.`, ...ownMixes(plan)];
}

/** Arrivals of each operation that is ever asked for, over all phases. */
function expectedCounts({ scenario, phases, segments }: Plan): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [index, { startMs, endMs }] of phases.entries()) {
    const phase = scenario.traffic.phases[index];
    const mix = phase === undefined ? scenario.traffic.mix : mixOf(phase, scenario.traffic);
    const arrivals = arrivalsBetween(segments, startMs, endMs);
    for (const [kind, part] of sharesOf(mix)) counts.set(kind, (counts.get(kind) ?? 0) + arrivals * part);
  }
  return counts;
}

function ownMixes({ scenario }: Plan): readonly string[] {
  return scenario.traffic.phases.flatMap(({ name, mix }) => {
    if (mix === undefined) return [];
    const shares = [...sharesOf(mix)].sort(([, left], [, right]) => right - left);
    return [`In ${name}: ${shares.map(([kind, part]) => `${kind} ${share(part)}`).join(', ')}.`];
  });
}

function sharesOf(mix: Mix): readonly (readonly [kind: string, share: number])[] {
  const total = Object.values(mix).reduce((sum, weight) => sum + weight, 0);
  return Object.entries(mix).map(([kind, weight]) => [kind, weight / total]);
}

function share(part: number): string {
  return formatPercent(Number(part.toFixed(3)));
}
