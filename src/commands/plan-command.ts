/** `paystorm plan`: says in sentences what a run would do, and does none of it. */
import { createCatalog } from '../catalog/index.js';
import { exitCodes } from '../model/exit-code.js';
import { defineCommand } from './define-command.js';
import { planAsJson, tellPlan } from './obstacles.js';
import { readPlan, scenarioOptions, type ScenarioArgs } from './scenario-options.js';

export const planCommand = defineCommand<ScenarioArgs & { readonly json?: boolean | undefined }>({
  examples: [['plan scenarios/payday-spike-node-kill.yaml', 'arrivals, faults, gates, warnings']],
  options: (parser) => scenarioOptions(parser).option('json', { type: 'boolean', describe: 'The plan as JSON' }),
  async run(args, context) {
    const catalog = createCatalog();
    const plan = await readPlan({ ...args, isOnlyShown: true }, context, catalog);
    context.terminal.out(args.json ? planAsJson(plan) : await tellPlan(plan, catalog));
    return exitCodes.pass;
  },
});
