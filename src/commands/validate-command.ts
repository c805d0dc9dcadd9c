/** `paystorm validate`: shows every problem of scenario files at once. */
import { counted } from '../kit/format.js';
import { createCatalog } from '../catalog/index.js';
import { ToolError } from '../kit/error.js';
import { exitCodes } from '../model/exit-code.js';
import type { Catalog } from '../model/registry.js';
import { ScenarioProblems } from '../scenario/problem.js';
import { tellOrders } from './allow-orders.js';
import type { CommandContext } from './context.js';
import { defineCommand } from './define-command.js';
import { readPlan, scenarioOptions, type ScenarioArgs } from './scenario-options.js';
import { tellGithubOfError } from './tell-github.js';

type ValidateArgs = Omit<ScenarioArgs, 'scenario'> & { readonly scenario: readonly string[] };

export const validateCommand = defineCommand<ValidateArgs>({
  examples: [
    ['validate scenarios/payday-spike-node-kill.yaml', 'nothing is started or sent'],
    ['validate scenarios/*.yaml', 'all of them, as a CI job would'],
  ],
  options: (parser) =>
    scenarioOptions(parser).positional('scenario', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'The scenario files',
    }),
  async run(args, context) {
    const catalog = createCatalog();
    let exitCode: number = exitCodes.pass;
    for (const scenario of args.scenario) {
      exitCode = (await validate({ ...args, scenario }, context, catalog)) || exitCode;
    }
    return exitCode;
  },
});

/** Resolves to the exit code of one file: what is wrong with it does not keep the others from being looked at. */
async function validate(args: ScenarioArgs, context: CommandContext, builtIn: Catalog): Promise<number> {
  const { terminal } = context;
  try {
    const { plan, catalog } = await readPlan({ ...args, isOnlyShown: true }, context, builtIn);
    const { phases, faults, scenario } = plan;
    const own = scenario.operations ?? [];
    const parts = [
      counted(phases.length, 'phase'),
      counted(faults.length, 'fault'),
      counted(scenario.gates.length, 'gate'),
      ...(own.length === 0 ? [] : [`${counted(own.length, 'operation')} of its own`]),
    ];
    terminal.out(`${args.scenario}: valid (${parts.join(', ')}).\n${tellOrders(plan, catalog)}`);
    return exitCodes.pass;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    tellGithubOfError(error, context);
    const frames = { color: terminal.hasColor, frames: true };
    const text =
      error instanceof ScenarioProblems ? error.format(frames) : `paystorm: ${error.message}\n  hint: ${error.hint}`;
    terminal.err(`${text}\n`);
    return error.exitCode;
  }
}
