/** `paystorm plan`: says in sentences what a run would do, and does none of it; or makes the scenario from what production counted. */
import { createCatalog } from '../catalog/index.js';
import { ToolError } from '../kit/error.js';
import { exitCodes } from '../model/exit-code.js';
import { defineCommand } from './define-command.js';
import { fitOptions, type FitArgs } from './fit-options.js';
import { planAsJson, tellPlan } from './obstacles.js';
import { planFromLog } from './plan-from-log.js';
import { readPlan, scenarioOptions, type ScenarioArgs } from './scenario-options.js';

interface PlanArgs extends Omit<ScenarioArgs, 'scenario'>, FitArgs {
  readonly scenario?: string | undefined;
  readonly json?: boolean | undefined;
  readonly fromLog?: string | undefined;
}

export const planCommand = defineCommand<PlanArgs>({
  examples: [
    ['plan scenarios/payday-spike-node-kill.yaml', 'arrivals, faults, gates, warnings'],
    ['plan --from-log counts.csv --out day.yaml', 'phases and mix of production, a day in ten minutes'],
    ['plan --from-log counts.csv --speed 60x --scale 10%', 'an hour in a minute, at a tenth of the rates'],
  ],
  ends: 'A log has a column `time` (ISO 8601, or seconds or milliseconds since 1970) and `count`, or a column for each operation; CSV, or one JSON object per line.',
  options: (parser) =>
    fitOptions(
      scenarioOptions(parser)
        .positional('scenario', { type: 'string', demandOption: false, describe: 'The scenario file' })
        .option('json', { type: 'boolean', describe: 'The plan as JSON' })
        .option('from-log', {
          type: 'string',
          requiresArg: true,
          describe: 'Counts of production, from which a scenario is made instead',
        }),
    ),
  async run(args, context) {
    const { scenario, fromLog } = args;
    refuseBoth(args);
    if (fromLog !== undefined) return await planFromLog(fromLog, args, context, createCatalog());
    const wish = { ...args, scenario: scenario as string, isOnlyShown: true };
    const { plan, catalog } = await readPlan(wish, context, createCatalog());
    context.terminal.out(args.json ? planAsJson(plan) : await tellPlan(plan, catalog));
    return exitCodes.pass;
  },
});

/** Throws a ToolError when it is not clear what is wished for. */
function refuseBoth({ scenario, fromLog, json, speed, out }: PlanArgs): void {
  if (scenario === undefined && fromLog === undefined)
    throw new ToolError(
      'invalidScenario',
      'Neither a scenario nor a log is named.',
      'Name one: paystorm plan FILE, or paystorm plan --from-log FILE.',
    );
  if (fromLog !== undefined && (scenario !== undefined || json === true))
    throw new ToolError(
      'invalidScenario',
      '--from-log makes a scenario, and takes neither one nor --json.',
      'Make it with --out FILE, then: paystorm plan FILE.',
    );
  if (fromLog === undefined && (speed !== undefined || out !== undefined))
    throw new ToolError('invalidScenario', '--speed and --out belong to --from-log.', 'Name a log, or leave them out.');
}
