/** Warns of heals that come before what a fault does in steps can be done: the plan would say more than happens. */
import { printDuration } from '../kit/duration.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';

export function courseWarnings({ faults, scenario }: Plan, catalog: Catalog): readonly string[] {
  const { topology, settings: targetSettings } = scenario.target;
  const nodes = catalog.topologies.get(topology).nodes(targetSettings);
  return faults.flatMap(({ name, kind, settings, injectAtMs, healAtMs, stays }) => {
    const course = catalog.faults.get(kind).course?.(settings, nodes);
    const healAfterMs = healAtMs - injectAtMs;
    if (course === undefined || stays === true || course.takesMs <= healAfterMs) return [];
    return [
      `The heal of ${name} comes ${printDuration(healAfterMs)} after it, and all of it takes ${printDuration(course.takesMs)} or more: ${course.reach(healAfterMs)}`,
    ];
  });
}
