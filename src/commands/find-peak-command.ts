/** `paystorm find-peak`: the highest rate at which every gate of a scenario holds, and whether that is the target's limit or paystorm's own. */
import { createCatalog } from '../catalog/index.js';
import { ToolError } from '../kit/error.js';
import { exitCodes } from '../model/exit-code.js';
import { peakRecordVersion, type PeakRecord, type PeakSettings } from '../model/peak.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import { describePlan } from '../plan/describe-plan.js';
import { askGates, type AskedOf } from '../repeat/peak/asked-gates.js';
import type { CommandContext } from './context.js';
import { defineCommand, verdictEnds } from './define-command.js';
import { describeSearch } from './find-peak/describe-search.js';
import { markdownPage } from './find-peak/markdown-page.js';
import { progressLine } from './find-peak/progress-line.js';
import { runSearch, stepPlan } from './find-peak/run-search.js';
import { searchFolder } from './find-peak/search-folder.js';
import { searchArgs } from './find-peak/search-args.js';
import { readSettings, type SearchArgs } from './find-peak/search-options.js';
import { terminalSummary } from './find-peak/terminal-summary.js';
import { planAsJson } from './obstacles.js';
import { readPlan } from './scenario-options.js';
import { beginStudy, conductStudy, type StudyPlay } from './study/conduct-study.js';
import { isSilent, studyArgs, type StudyArgs } from './study/study-args.js';
import { openLiveServer } from './live-server/open-live-server.js';
import { heedStopFile } from './stop-file.js';
import { tellLine } from './study/tell-line.js';
import { shownPath } from './write-reports.js';

interface FindPeakArgs extends StudyArgs, SearchArgs {}

export const findPeakCommand = defineCommand<FindPeakArgs>({
  examples: [
    ['find-peak scenarios/steady-single.yaml', "from the scenario's own rate upwards"],
    ['find-peak my-peak.yaml --from 500/s --up-to 2k/s', 'does it take 2,000 a second?'],
    ['find-peak my-peak.yaml --step-for 3s --hold-for 10s --repeat 1', 'a first look'],
    ['find-peak my-peak.yaml --dry-run', 'says which rates it would try, and how long that takes'],
  ],
  ends: verdictEnds,
  options: (parser) => searchArgs(studyArgs(parser, 'search')),
  async run(args, context) {
    const alone = readSettings(args, null).problems;
    const { plan, catalog } = await readPlan(args, context, createCatalog()).catch((error: unknown) => {
      for (const problem of alone) context.terminal.err(`paystorm: ${problem}\n`);
      throw error;
    });
    const { settings, problems } = readSettings(args, plan);
    refuse(problems);
    const site = { args, settings, plan, asked: askGates(plan, settings), catalog, context };
    if (args.dryRun !== true) {
      using heeding = await heedStopFile(args, context);
      await using live = await openLiveServer(args, context);
      return await search({ ...site, context: { ...heeding, live } });
    }
    const first = { step: 1, purpose: 'search', ratePerSecond: settings.fromPerSecond } as const;
    const firstPlan = stepPlan({ scenario: plan.scenario, catalog }, { ...first, settings, rules: site.asked.rules });
    const words = (): string => `${describePlan(firstPlan, catalog)}\n\n${searchWords(site)}\n`;
    context.terminal.out(args.json === true ? planAsJson(firstPlan) : words());
    return exitCodes.pass;
  },
});

/** All at once, so that nobody mends one to meet the next. */
function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const message = problems.join('\n  ');
  throw new ToolError('invalidScenario', message, 'Rates are written 500/s or 2k/s, times 10s or 2m, shares 5%.');
}

interface Site {
  readonly args: FindPeakArgs;
  readonly settings: PeakSettings;
  readonly plan: Plan;
  readonly asked: AskedOf;
  readonly catalog: Catalog;
  readonly context: CommandContext;
}

function search(site: Site): Promise<number> {
  const { args, settings, context, plan, catalog, asked } = site;
  const { terminal } = context;
  const { rules: _rules, ...shown } = asked;
  const study: StudyPlay<PeakRecord> = {
    folder: searchFolder,
    begun: {
      ...beginStudy(peakRecordVersion, plan, context),
      settings,
      noun: isAllPayments(site) ? 'payments' : 'operations',
      asked: shown,
      steps: [],
      cut: [],
    },
    kept: ({ steps, cut }) => ({ steps, cut }),
    announce({ stored, directory }) {
      if (!isSilent(args)) terminal.out(`${stored === null ? searchWords(site) : goingOn(stored, directory)}\n\n`);
    },
    play(begun, stepSite) {
      return runSearch(begun, {
        ...stepSite,
        scenario: plan.scenario,
        asked,
        onStep: (step, each) => tellLine(progressLine(step, each), terminal, args),
      });
    },
    pages: (record) => [{ file: 'peak.md', text: markdownPage(record) }],
    summary: terminalSummary,
  };
  return conductStudy(study, { args, catalog, context });
}

function isAllPayments({ plan, catalog }: Site): boolean {
  const kinds = Object.keys(plan.scenario.traffic.mix);
  return kinds.every((kind) => catalog.operations.get(kind).effect === 'posting');
}

function searchWords({ settings, asked, plan, catalog, context }: Site): string {
  const { scenario } = plan;
  // What paystorm may kill, it has started itself.
  const isMadeAnew = catalog.topologies.get(scenario.target.topology).capabilities.includes('kill');
  const { columns } = context.terminal;
  const { drainMs, phases } = scenario.traffic;
  const ownMixes = phases.filter(({ mix }) => mix !== undefined).map(({ name }) => name);
  return describeSearch({ settings, asked, isMadeAnew, drainMs, ownMixes, columns });
}

function goingOn({ steps }: PeakRecord, directory: string): string {
  return `Going on after ${steps.length} whole steps in ${shownPath(directory)}.`;
}
