/** `paystorm rto`: rehearses a scenario many times, varied each time, and says what all of it together can claim. */
import { join } from 'node:path';
import { createCatalog } from '../catalog/index.js';
import { createSystemClock } from '../kit/clock.js';
import { redactSecrets } from '../kit/redact.js';
import { exitCodes } from '../model/exit-code.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import { rtoRecordVersion, type RtoRecord } from '../model/rto.js';
import { describePlan } from '../plan/describe-plan.js';
import type { Study } from '../verdict/evidence/study.js';
import type { CommandContext } from './context.js';
import { defineCommand } from './define-command.js';
import { rehearse } from './rehearse.js';
import { announce, describeVariations, studyWarnings } from './rto/announce.js';
import { holdStudy } from './rto/hold-study.js';
import { markdownPage } from './rto/markdown-page.js';
import { progressLine } from './rto/progress-line.js';
import { runStudy } from './rto/run-study.js';
import { openStudyFolder, refuseForeign, storeStudy, type OpenedStudy } from './rto/study-folder.js';
import {
  defaultPhaseWindow,
  refuseUnfit,
  studyNumbers,
  type StudyNumberArgs,
  type StudyNumbers,
} from './rto/study-options.js';
import { outcomeOf } from './rto/outcome.js';
import { readPlan, scenarioOptions, type ScenarioArgs } from './scenario-options.js';
import { tidyUp } from './tidy-up.js';
import { toolVersion } from './tool-version.js';
import { replaceFile, shownPath, type OutputArgs } from './write-reports.js';

interface RtoArgs extends ScenarioArgs, OutputArgs, StudyNumberArgs {
  readonly out?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly createSchema?: boolean | undefined;
}

export const rtoCommand = defineCommand<RtoArgs>({
  usage: 'rto <scenario>',
  summary: 'Rehearse a scenario many times, with phase and victim varied, and say what that proves about recovery',
  examples: [
    [
      'rto scenarios/payday-spike-node-kill.yaml --profile short --repeat 10',
      'ten repetitions make a gate, 59 an audit',
    ],
    ['rto my-peak.yaml --repeat 59 --out reports/audit', 'interrupted? The same command goes on where it was'],
    ['rto my-peak.yaml --repeat 10 --dry-run', 'says whom each repetition hits, and when'],
  ],
  options: (parser) =>
    scenarioOptions(parser)
      .option('repeat', {
        type: 'number',
        requiresArg: true,
        default: 10,
        describe: 'Conclusive repetitions that are wanted',
      })
      .option('phase-window', {
        type: 'string',
        requiresArg: true,
        describe: `Faults strike up to this much later (default: ${defaultPhaseWindow}): a heartbeat or lease period of the target, or more`,
      })
      .option('spare', {
        type: 'number',
        requiresArg: true,
        describe: 'Repetitions that may stand in for inconclusive ones (default: one for every five)',
      })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'Folder of the study; one that has begun is continued',
      })
      .option('dry-run', { type: 'boolean', describe: 'Say what would happen and stop' })
      .option('create-schema', {
        type: 'boolean',
        describe: 'Allow paystorm to create its own schema on a target it did not start',
      })
      .option('json', { type: 'boolean', describe: 'Print the record of the study as JSON and nothing else' })
      .option('quiet', { type: 'boolean', describe: 'Print one line: verdict, exit code, folder' }),
  async run(args, context) {
    const catalog = createCatalog();
    const numbers = studyNumbers(args);
    const plan = await readPlan(args, context, catalog);
    refuseUnfit(plan, numbers.phaseWindowMs);
    if (args.dryRun) {
      context.terminal.out(`${describePlan(plan, catalog)}\n\n${describeVariations(plan, numbers, catalog)}\n`);
      for (const warning of studyWarnings(plan, numbers, catalog)) context.terminal.err(`warning: ${warning}\n`);
      return exitCodes.pass;
    }
    return await study({ args, numbers, plan, catalog, context });
  },
});

interface Site {
  readonly args: RtoArgs;
  readonly numbers: StudyNumbers;
  readonly plan: Plan;
  readonly catalog: Catalog;
  readonly context: CommandContext;
}

async function study(site: Site): Promise<number> {
  const { args, context, plan, catalog } = site;
  const clock = createSystemClock();
  const begun = beginning(site, clock.wallClockIso());
  const opened = await openStudyFolder(args.out, plan.scenario.name, begun.startedAt);
  if (opened.stored !== null) refuseForeign(opened.stored, begun);
  await using _held = await holdStudy(opened.directory);
  await tidyUp(catalog, context);
  if (!isSilent(args)) announce({ ...site, terminal: context.terminal }, opened);
  const record = await playAll(site, opened, continued(begun, opened.stored)).catch((error: unknown) => {
    context.terminal.err(`${howToContinue(opened.directory)}\n`);
    throw error;
  });
  const failure = await replaceFile(join(opened.directory, 'rto.md'), markdownPage(record));
  context.terminal.out(outcomeOf(record, args, { ...context.terminal, directory: shownPath(opened.directory) }));
  if (record.state === 'interrupted') context.terminal.err(`${howToContinue(opened.directory)}\n`);
  if (failure !== null)
    context.terminal.err(`paystorm: rto.md could not be written: ${failure}. The verdict stands.\n`);
  const isUnwritten = failure !== null && record.findings.exitCode === exitCodes.pass;
  return isUnwritten ? exitCodes.setupFailed : record.findings.exitCode;
}

function playAll(site: Site, { directory }: OpenedStudy, begun: Study): Promise<RtoRecord> {
  const { args, numbers, plan, catalog, context } = site;
  const { terminal, signal, argv } = context;
  const clock = createSystemClock();
  return runStudy(begun, {
    directory,
    scenario: plan.scenario,
    catalog,
    spare: numbers.spare,
    signal,
    nowMs: () => clock.nowMs(),
    store: (record) => storeStudy(directory, record),
    rehearse: (varied, runDirectory) =>
      rehearse({
        plan: varied,
        catalog,
        directory: runDirectory,
        command: ['paystorm', ...argv],
        mayCreateSchema: args.createSchema === true,
        isKept: false,
        signal,
        onProgress: () => undefined,
        onEvent: () => undefined,
      }),
    onRepetition: (repetition, record) => {
      if (!isSilent(args)) terminal.out(`${progressLine(repetition, record)}\n`);
    },
    onTrouble: (text) => terminal.err(`paystorm: ${text}\n`),
  });
}

function beginning({ numbers, plan, context }: Site, startedAt: string): Study {
  return {
    version: rtoRecordVersion,
    toolVersion,
    startedAt,
    state: 'running',
    isSimulated: false,
    command: redactSecrets(['paystorm', ...context.argv]),
    scenario: redactSecrets(plan.scenario),
    scenarioHash: plan.scenarioHash,
    phaseWindowMs: numbers.phaseWindowMs,
    wanted: numbers.wanted,
    repetitions: [],
    cut: [],
  };
}

/** What is stored was measured already; how many are wanted may change. */
function continued(begun: Study, stored: RtoRecord | null): Study {
  if (stored === null) return begun;
  const { startedAt, isSimulated, repetitions, cut } = stored;
  return { ...begun, startedAt, isSimulated, repetitions, cut };
}

function howToContinue(directory: string): string {
  return `What was measured is kept. The same command with --out ${shownPath(directory)} goes on from there.`;
}

function isSilent({ json, quiet }: OutputArgs): boolean {
  return json === true || quiet === true;
}
