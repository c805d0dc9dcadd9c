/** What is told before a rehearsal breaks what others run: whether the only record of how to undo it outlives this machine. */
import { placeOnDiskHint, whyForgotten } from '../host/state-durability.js';
import { stateRoot } from '../host/state-directory.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import { tellOrders } from './allow-orders.js';
import type { Planned } from './scenario-options.js';

import { warn, type WarnedTerminal } from './warn.js';

/** Null for a plan that acts on no servers but its own, which end with this machine, and where the record lasts. */
export async function stateWarning(plan: Plan, catalog: Catalog): Promise<string | null> {
  if (tellOrders(plan, catalog) === '') return null;
  const why = await whyForgotten();
  if (why === null) return null;
  return `How to undo what it does to what paystorm did not start is written down in ${stateRoot()}, which may be gone when this machine loses its power: ${why}. To be safe, ${placeOnDiskHint}`;
}

/** Once, of however many plans that are played. */
export async function warnOfState(planned: readonly Planned[], terminal: WarnedTerminal): Promise<void> {
  const warnings = await Promise.all(planned.map(({ plan, catalog }) => stateWarning(plan, catalog)));
  const warning = warnings.find((each) => each !== null);
  if (warning !== undefined) warn(terminal, warning);
}
