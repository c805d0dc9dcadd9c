/** What the faults of a plan would order on what others run, word for word: shown before a run, and only done when the user has allowed it. */
import type { Orders } from '../model/fault.js';
import type { Plan, ScheduledFault } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';

/** Null for a fault that orders nothing there: statements are no order on servers that paystorm starts. What is known only when the servers are stays as a placeholder. */
export function ordersOf({ kind, settings, ...when }: ScheduledFault, plan: Plan, catalog: Catalog): Orders | null {
  const { topology, settings: target } = plan.scenario.target;
  const place = catalog.topologies.get(topology);
  const nodes = place.nodes(target);
  const fault = catalog.faults.get(kind);
  const lastsMs = when.healAtMs - when.injectAtMs;
  return fault.orders?.(settings, { nodes, lastsMs, isOthers: place.reach !== undefined }) ?? null;
}

/** A line for each, with what it is for. */
export function orderLines({ inject, check, heal }: Orders): readonly string[] {
  return [...named('injects', inject), ...named('checks', check), ...named('heals', heal)];
}

function named(what: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${(index === 0 ? what : '').padEnd(9)}${line}`);
}
