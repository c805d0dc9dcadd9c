/** The options that say which scenario is meant and how it is changed for this call; shared by every command that reads one. */
import type { Argv } from 'yargs';
import { ToolError } from '../kit/error.js';
import { buildPlan } from '../plan/build-plan.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import type { Assignment } from '../scenario/apply-set.js';
import type { ScenarioProblem } from '../scenario/problem.js';
import { readScenario } from '../scenario/read-scenario.js';
import { baselinesOption } from './baselines-option.js';
import type { CommandContext } from './context.js';
import { operationLoader } from './operation-loader.js';
import { notWhole } from './whole-number.js';
import { warn } from './warn.js';

export interface ScenarioArgs {
  readonly scenario: string;
  readonly target?: readonly string[] | undefined;
  readonly topology?: string | undefined;
  readonly profile?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly baselines?: string | undefined;
  readonly seed?: number | undefined;
  /** Nothing will be broken, so that no secret is needed for it. */
  readonly isOnlyShown?: boolean | undefined;
  /** What is unwise about it was told before. */
  readonly isWarned?: boolean | undefined;
}

export function scenarioOptions(parser: Argv): Argv<ScenarioArgs> {
  return parser
    .positional('scenario', { type: 'string', demandOption: true, describe: 'The scenario file' })
    .option('target', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: "mysql://user:password@host:port in place of the scenario's target; several for several nodes",
    })
    .option('topology', {
      type: 'string',
      requiresArg: true,
      describe:
        "Topology in place of the scenario's, with its defaults; `simulated` needs no database and keeps the scenario's nodes",
    })
    .option('profile', {
      type: 'string',
      requiresArg: true,
      describe: "One of the scenario's profiles; `a,b` lays b over a",
    })
    .option('set', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Change a value: --set traffic.phases.spike.rate=3k/s',
    })
    .option('baselines', baselinesOption)
    .option('seed', { type: 'number', requiresArg: true, describe: "Seed in place of the scenario's" });
}

const seedMax = Number.MAX_SAFE_INTEGER;

/** A plan, and the catalog with the operations that its scenario brings with it. */
export interface Planned {
  readonly plan: Plan;
  readonly catalog: Catalog;
}

/** `compared`: what a comparison varies. Rejects with every problem of file and options. */
export async function readPlan(
  { compared, ...args }: ScenarioArgs & { readonly compared?: Assignment | undefined },
  context: CommandContext,
  catalog: Catalog,
): Promise<Planned> {
  const { seed } = args;
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed <= seedMax)) {
    throw new ToolError('invalidScenario', notWhole('seed', seed, { least: 0, most: seedMax }), 'Such as --seed 7.');
  }
  const story = await readScenario(
    args.scenario,
    {
      profile: args.profile,
      set: args.set ?? [],
      compared,
      seed: args.seed,
      targets: args.target ?? [],
      baselines: args.baselines,
      topology: args.topology,
      environment: context.environment,
      loader: operationLoader,
      needsSecrets: args.isOnlyShown !== true,
      warn: args.isWarned === true ? undefined : (problem) => warn(context.terminal, warningOf(problem)),
    },
    catalog,
  );
  return { plan: buildPlan(story.scenario, story.catalog), catalog: story.catalog };
}

function warningOf({ file, line, column, message, remedy }: ScenarioProblem): string {
  return `${file}:${line}:${column}  ${message} ${remedy ?? ''}`.trimEnd();
}
