/** What this machine cannot do of a plan: told by `plan`, and refused before a rehearsal starts anything. */
import { ToolError } from '../kit/error.js';
import { redactSecrets } from '../kit/redact.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';

import { describePlan } from '../plan/describe-plan.js';
import { tellOrders } from './allow-orders.js';
import { stateWarning } from './state-warning.js';

/** The plan in sentences, and what of it this machine would refuse. */
export async function tellPlan(plan: Plan, catalog: Catalog): Promise<string> {
  const obstacles = await findObstacles(plan, catalog);
  const unsafe = await stateWarning(plan, catalog);
  const refused = obstacles.map((sentence) => `\n  ${sentence}`).join('');
  return [
    `${describePlan(plan, catalog)}\n`,
    tellOrders(plan, catalog) === '' ? '' : `\nOnly with --allow-exec\n  It acts on what paystorm did not start.\n`,
    unsafe === null ? '' : `\nUnsafe on this machine\n  ${unsafe}\n`,
    refused === '' ? '' : `\nImpossible on this machine${refused}\n`,
  ].join('');
}

/** For scripts. */
export function planAsJson(plan: unknown): string {
  return `${JSON.stringify(redactSecrets(plan), null, 2)}\n`;
}

/** Rejects with a ToolError that names every fault that this machine cannot do, with the nearest that it can. */
export async function refuseObstacles(plan: Plan, catalog: Catalog): Promise<void> {
  const obstacles = await findObstacles(plan, catalog);
  if (obstacles.length === 0) return;
  const message = `This machine cannot do what the scenario asks for:\n  ${obstacles.join('\n  ')}`;
  throw new ToolError('setupFailed', message, 'Nothing was started. Change the scenario, or what the machine lacks.');
}

async function findObstacles(plan: Plan, catalog: Catalog): Promise<readonly string[]> {
  const found = await Promise.all(
    plan.faults.map(async ({ name, kind, settings }) => {
      const obstacle = (await catalog.faults.get(kind).obstacle?.(settings)) ?? null;
      return obstacle === null ? [] : [`${name} (${kind}): ${obstacle.reason} ${obstacle.alternative}`];
    }),
  );
  return found.flat();
}
