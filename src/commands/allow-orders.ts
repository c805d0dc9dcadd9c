/** The user's word for faults that act on what others run: without it they are refused, before anything is started. */
import { needsOf } from '../kit/capability-of.js';
import { ToolError } from '../kit/error.js';
import { redactText } from '../kit/redact.js';
import type { FaultKind } from '../model/fault.js';
import type { Plan, ScheduledFault } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import type { TopologyKind } from '../model/topology.js';
import { orderLines, ordersOf } from '../plan/orders.js';

export const allowExecOption = {
  type: 'boolean',
  describe: 'Allow the commands and statements of its faults on what paystorm did not start; `plan` shows each of them',
} as const;

/** Throws a ToolError that names every one of them, unless they are allowed. */
export function refuseOrders(plan: Plan, catalog: Catalog, isAllowed: boolean): void {
  if (isAllowed) return;
  const lines = tellOrders(plan, catalog);
  if (lines === '') return;
  const message = `The scenario acts on what paystorm did not start:\n${lines.trimEnd()}`;
  throw new ToolError('guardRefused', message, 'Nothing was started. To allow it, add --allow-exec.');
}

/** All of them as indented lines; empty for a plan without any. */
export function tellOrders(plan: Plan, catalog: Catalog): string {
  const lines = plan.faults.flatMap((fault) => linesOf(fault, plan, catalog));
  return redactText(lines.map((line) => `  ${line}\n`).join(''));
}

/** Every order in full; of other faults that change servers which others run, the sentence. */
function linesOf(fault: ScheduledFault, plan: Plan, catalog: Catalog): readonly string[] {
  const kind = catalog.faults.get(fault.kind);
  const orders = ordersOf(fault, plan, catalog);
  if (orders !== null) return [`${fault.name} (${fault.kind})`, ...orderLines(orders).map((line) => `  ${line}`)];
  const topology = catalog.topologies.get(plan.scenario.target.topology);
  return changesOthers(kind, fault.settings, topology)
    ? [`${fault.name} (${fault.kind}): ${kind.describe(fault.settings)}`]
    : [];
}

/** Whether it changes the settings of servers that others run. */
export function changesOthers(kind: FaultKind, settings: unknown, { reach }: Pick<TopologyKind, 'reach'>): boolean {
  return reach !== undefined && needsOf(kind, settings).includes('administration');
}
