/** `paystorm rto`: rehearses a scenario many times, varied each time, and says what all of it together can claim. */
import { createCatalog } from '../catalog/index.js';
import { exitCodes } from '../model/exit-code.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import { rtoRecordVersion, type RtoRecord } from '../model/rto.js';
import { describePlan } from '../plan/describe-plan.js';
import { allowExecOption, refuseOrders } from './allow-orders.js';
import type { CommandContext } from './context.js';
import { defineCommand, verdictEnds } from './define-command.js';
import { announce, describeVariations, studyWarnings } from './rto/announce.js';
import { rtoPages } from './rto/rto-pages.js';
import { progressLine } from './rto/progress-line.js';
import { runStudy } from './rto/run-study.js';
import { rtoFolder } from './rto/study-folder.js';
import {
  defaultPhaseWindow,
  refuseUnfit,
  studyNumbers,
  type StudyNumberArgs,
  type StudyNumbers,
} from './rto/study-options.js';
import { terminalSummary } from './rto/terminal-summary.js';
import { planAsJson } from './obstacles.js';
import { browserFor, pdfOption, type PdfArgs } from './pdf-option.js';
import { readPlan } from './scenario-options.js';
import { beginStudy, conductStudy, type StudyPlay } from './study/conduct-study.js';
import { isSilent, studyArgs, type StudyArgs } from './study/study-args.js';
import { warnOfState } from './state-warning.js';
import { openLiveServer } from './live-server/open-live-server.js';
import { heedStopFile } from './stop-file.js';
import { tellLine } from './study/tell-line.js';
import { warn } from './warn.js';

interface RtoArgs extends StudyArgs, StudyNumberArgs, PdfArgs {
  readonly allowExec?: boolean | undefined;
}

export const rtoCommand = defineCommand<RtoArgs>({
  examples: [
    [
      'rto scenarios/payday-spike-node-kill.yaml --profile short --repeat 10',
      'ten repetitions make a gate, 59 an audit',
    ],
    ['rto my-peak.yaml --repeat 59 --out reports/audit', 'interrupted? The same command goes on where it was'],
    ['rto my-peak.yaml --repeat 10 --dry-run', 'says whom each repetition hits, and when'],
  ],
  ends: verdictEnds,
  options: (parser) =>
    studyArgs(parser, 'study')
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
      .option('pdf', pdfOption)
      .option('allow-exec', allowExecOption)
      .option('spare', {
        type: 'number',
        requiresArg: true,
        describe: 'Repetitions that may stand in for inconclusive ones (default: one for every five)',
      }),
  async run(args, context) {
    const numbers = studyNumbers(args);
    const { plan, catalog } = await readPlan(args, context, createCatalog());
    refuseUnfit(plan, numbers.phaseWindowMs);
    if (args.dryRun) {
      const words = (): string => `${describePlan(plan, catalog)}\n\n${describeVariations(plan, numbers, catalog)}\n`;
      context.terminal.out(args.json === true ? planAsJson(plan) : words());
      for (const warning of studyWarnings(plan, numbers, catalog)) warn(context.terminal, warning);
      return exitCodes.pass;
    }
    const browser = await browserFor(args);
    refuseOrders(plan, catalog, args.allowExec === true);
    await warnOfState([{ plan, catalog }], context.terminal);
    using heeding = await heedStopFile(args, context);
    await using live = await openLiveServer(args, context);
    return await study({ args, numbers, plan, catalog, browser, context: { ...heeding, live } });
  },
});

interface Site {
  readonly args: RtoArgs;
  readonly numbers: StudyNumbers;
  readonly plan: Plan;
  readonly catalog: Catalog;
  readonly browser: string | null;
  readonly context: CommandContext;
}

function study(site: Site): Promise<number> {
  const { args, numbers, context, plan, catalog, browser } = site;
  const { terminal } = context;
  const repetitions: StudyPlay<RtoRecord> = {
    folder: rtoFolder,
    begun: {
      ...beginStudy(rtoRecordVersion, plan, context),
      phaseWindowMs: numbers.phaseWindowMs,
      wanted: numbers.wanted,
      repetitions: [],
      cut: [],
      environments: [],
    },
    kept: ({ repetitions: whole, cut, environments = [] }) => ({ repetitions: whole, cut, environments }),
    announce(opened) {
      if (!isSilent(args)) announce({ ...site, terminal }, opened);
    },
    play(begun, runSite) {
      return runStudy(begun, {
        ...runSite,
        scenario: plan.scenario,
        spare: numbers.spare,
        onRepetition: (repetition, record) => tellLine(progressLine(repetition, record), terminal, args),
      });
    },
    pages: rtoPages,
    summary: terminalSummary,
    browser,
  };
  return conductStudy(repetitions, { args, catalog, context });
}
