/** `paystorm validate`: shows every problem of scenario files at once. */
import { createCatalog } from '../catalog/index.js';
import { exitCodes } from '../model/exit-code.js';
import { defineCommand } from './define-command.js';
import { readPlan, scenarioOptions, type ScenarioArgs } from './scenario-options.js';

export const validateCommand = defineCommand<ScenarioArgs>({
  usage: 'validate <scenario>',
  summary: 'Show every problem of a scenario file at once; exit 104 when there is one',
  examples: [['validate scenarios/payday-spike-node-kill.yaml', 'nothing is started or sent']],
  options: scenarioOptions,
  async run(args, context) {
    const plan = await readPlan(args, context, createCatalog());
    const { phases, faults, scenario } = plan;
    const parts = [`${phases.length} phases`, `${faults.length} faults`, `${scenario.gates.length} gates`];
    context.terminal.out(`${args.scenario}: valid (${parts.join(', ')}).\n`);
    return exitCodes.pass;
  },
});
