/** `paystorm run`: one rehearsal from scenario to verdict. */
import { createCatalog } from '../catalog/index.js';
import { messageOf, ToolError } from '../kit/error.js';
import { redactText } from '../kit/redact.js';
import { exitCodes } from '../model/exit-code.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import { allowExecOption, refuseOrders } from './allow-orders.js';
import { compare, type CompareArgs } from './compare/compare.js';
import type { CommandContext } from './context.js';
import { defineCommand, verdictEnds } from './define-command.js';
import { liveWishes } from './live-server/live-options.js';
import { openLiveServer } from './live-server/open-live-server.js';
import { planAsJson, tellPlan } from './obstacles.js';
import { planWarnings } from '../plan/plan-warnings.js';
import { browserFor, pdfOption } from './pdf-option.js';
import { createRunFolder, giveBackFolder, hasJournal } from './run-folder.js';
import { rehearse } from './rehearse.js';
import { readPlan } from './scenario-options.js';
import { startLiveView } from './start-live-view.js';
import { warnOfState } from './state-warning.js';
import { heedStopFile, stopFiles } from './stop-file.js';
import { isSilent, studyArgs } from './study/study-args.js';
import { tidyUp } from './tidy-up.js';
import { reportIn, writeReports } from './write-reports.js';
import { warn } from './warn.js';

interface RunArgs extends CompareArgs {
  readonly keep?: boolean | undefined;
}

export const runCommand = defineCommand<RunArgs>({
  examples: [
    ['run scenarios/payday-spike-node-kill.yaml', 'a three-node Galera cluster, one node killed at the peak'],
    ['run scenarios/steady-single.yaml --set traffic.phases.steady.rate=300/s', 'with one value changed'],
    ['run scenarios/simulated-demo.yaml', 'a demonstration without a database'],
    [
      'run scenarios/lost-commit-answers.yaml --compare-policies naive,idempotent,status-query',
      'the same outage for clients that retry in three ways',
    ],
    [
      'run scenarios/active-active.yaml --compare profile=primary-standby,active-active',
      'two architectures in the same minute, on one page for who decides (--pdf prints it)',
    ],
    ['run scenarios/payday-spike-node-kill.yaml --ui', 'watch it in a browser: the page becomes the report'],
    ['run scenarios/external-smoke.yaml --target mysql://app:secret@127.0.0.1:3306 --create-schema', 'your own server'],
  ],
  ends: verdictEnds,
  options: (parser) =>
    studyArgs(parser, 'run')
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'Folder (default: a new one under reports/); a comparison that has begun in it is continued',
      })
      .option('allow-exec', allowExecOption)
      .option('pdf', pdfOption)
      .option('keep', {
        type: 'boolean',
        describe: 'Leave the servers running afterwards (end them with: paystorm cluster down)',
      })
      .option('compare', {
        type: 'string',
        requiresArg: true,
        describe:
          'Rehearse once with each of several values of a setting, or profiles, and compare them on one page: --compare faults.lose.by=kill,pause or profile=a,b',
      })
      .option('compare-policies', {
        type: 'string',
        requiresArg: true,
        describe: 'The same for client.retry: --compare-policies naive,idempotent,status-query',
      })
      .option('strict', {
        type: 'boolean',
        describe: 'Of a comparison: what a variant breaks is the exit code, too',
      }),
  async run(args, context) {
    liveWishes(args, context.environment);
    if (isComparison(args)) return await compare(args, context, createCatalog());
    const { plan, catalog } = await readPlan(args, context, createCatalog());
    if (args.dryRun) {
      if (args.json === true) {
        context.terminal.out(planAsJson(plan));
        return exitCodes.pass;
      }
      const stopping = `\nStopping it\n  Ctrl-C, or a file that appears at ${(await stopFiles(args)).join(' or ')}, ends the load and heals.\n`;
      context.terminal.out(`${await tellPlan(plan, catalog)}${stopping}`);
      return exitCodes.pass;
    }
    const browser = await browserFor(args);
    refuseOrders(plan, catalog, args.allowExec === true);
    await warnOfState([{ plan, catalog }], context.terminal);
    using heeding = await heedStopFile(args, context);
    await using live = await openLiveServer(args, context);
    await tidyUp(catalog, heeding);
    return await runOnce({ args: { ...args, browser }, plan, catalog }, { ...heeding, live });
  },
});

/** Throws a ToolError for options that go with the other. */
function isComparison({ compare: setting, comparePolicies, strict, keep }: RunArgs): boolean {
  const isOne = setting !== undefined || comparePolicies !== undefined;
  if (isOne ? keep !== true : strict !== true) return isOne;
  throw isOne
    ? new ToolError('invalidScenario', 'A comparison starts its servers anew for each variant.', 'Leave --keep out.')
    : new ToolError('invalidScenario', '--strict is for a comparison; a run always is.', 'Leave it out.');
}

interface Site {
  readonly args: RunArgs;
  readonly plan: Plan;
  readonly catalog: Catalog;
}

async function runOnce({ args, plan, catalog }: Site, context: CommandContext): Promise<number> {
  const { terminal, live } = context;
  for (const warning of planWarnings(plan, catalog)) warn(terminal, warning);
  const directory = await createRunFolder(args.out, plan.scenario.name, new Date().toISOString());
  try {
    using view = startLiveView(plan, catalog, context, { isSilent: isSilent(args), live });
    await rehearse({
      plan,
      catalog,
      directory,
      command: ['paystorm', ...context.argv],
      mayCreateSchema: args.createSchema === true,
      mayExecute: args.allowExec === true,
      isSharingAllowed: args.allowSharedTarget === true,
      isKept: args.keep === true,
      signal: context.signal,
      lookForStop: context.lookForStop,
      onProgress: view.onProgress,
      onWarning: (text) => warn(terminal, text),
      onEvent: view.onEvent,
      onTally: view.onTally,
    });
  } catch (error) {
    if (!(await hasJournal(directory))) {
      await giveBackFolder(directory);
      throw asInterruption(error, context);
    }
    terminal.err(`paystorm: the run ended early: ${redactText(messageOf(error))}\n`);
    if (error instanceof ToolError && error.hint !== '') terminal.err(`  hint: ${error.hint}\n`);
  }
  const exitCode = await writeReports(directory, catalog, context, args);
  await live?.end(reportIn(directory));
  if (args.keep === true && catalog.topologies.get(plan.scenario.target.topology).attach !== undefined)
    terminal.err(
      'Its servers were left running: see paystorm cluster status, and end them with paystorm cluster down.\n',
    );
  return exitCode;
}

/** Before the first arrival there is nothing to report: an interruption is then all that happened. */
function asInterruption(error: unknown, { signal }: CommandContext): unknown {
  if (!signal.aborted) return error;
  return new ToolError(
    'interrupted',
    'Stopped before the first payment was sent.',
    'What had been started is stopped again.',
    { cause: error },
  );
}
