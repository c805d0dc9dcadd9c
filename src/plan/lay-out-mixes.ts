/** From which arrival on each phase's mix holds, so that what an arrival asks for depends on its index alone. */
import { mixOf } from '../kit/mixes.js';
import type { Plan, ScheduledMix } from '../model/plan.js';
import { createArrivalStream } from './arrivals.js';

/** Null when no phase has a mix of its own. Walks through all arrivals once: where chance puts them decides which is the first of a phase. */
export function layOutMixes(plan: Omit<Plan, 'mixes'>): readonly ScheduledMix[] | null {
  const { traffic } = plan.scenario;
  if (traffic.phases.every((phase) => phase.mix === undefined)) return null;
  const firsts = firstArrivals(plan);
  return traffic.phases.map((phase, index) => ({ firstIndex: firsts[index] as number, mix: mixOf(phase, traffic) }));
}

/** Of a phase without arrivals: that of the next phase that has one. */
function firstArrivals(plan: Plan): readonly number[] {
  const stream = createArrivalStream(plan, 0, 1);
  const firsts: number[] = [];
  while (firsts.length < plan.phases.length && stream.next()) {
    while (stream.intendedStartMs >= (plan.phases[firsts.length]?.startMs ?? Infinity)) firsts.push(stream.index);
  }
  return plan.phases.map((_phase, index) => firsts[index] ?? Number.MAX_SAFE_INTEGER);
}
