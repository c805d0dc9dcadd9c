/** `paystorm find-peak`: the highest rate at which every gate of a scenario holds, and whether that is the target's limit or paystorm's own. */
import { createCatalog } from '../catalog/index.js';
import { createSystemClock } from '../kit/clock.js';
import { ToolError } from '../kit/error.js';
import { redactSecrets } from '../kit/redact.js';
import { exitCodes } from '../model/exit-code.js';
import { peakRecordVersion, type PeakRecord, type PeakSettings } from '../model/peak.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import { describePlan } from '../plan/describe-plan.js';
import { askGates, type AskedOf } from '../repeat/peak/asked-gates.js';
import type { Search } from '../repeat/peak/search.js';
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
import { concludeStudy, howToContinue } from './study/conclude-study.js';
import { holdStudy } from './study/hold-study.js';
import { isSilent, studyArgs, type StudyArgs } from './study/study-args.js';
import { studyOutcome } from './study/study-outcome.js';
import { studySite } from './study/study-site.js';
import { openLiveServer } from './live-server/open-live-server.js';
import { heedStopFile } from './stop-file.js';
import { tellLine } from './study/tell-line.js';
import { tidyUp } from './tidy-up.js';
import { toolVersion } from './tool-version.js';
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

async function search(site: Site): Promise<number> {
  const { args, context, plan, catalog, asked } = site;
  const { terminal } = context;
  const begun = beginning(site, createSystemClock().wallClockIso());
  const wish = { chosen: args.out, scenarioName: plan.scenario.name, wallClock: begun.startedAt };
  const { directory, stored } = await searchFolder.open(wish);
  if (stored !== null) searchFolder.refuseOther(stored, begun);
  await using _held = await holdStudy(directory);
  await tidyUp(catalog, context);
  if (!isSilent(args)) terminal.out(`${stored === null ? searchWords(site) : goingOn(stored, directory)}\n\n`);
  const record = await runSearch(continued(begun, stored), {
    ...studySite({ directory, catalog, context, args }),
    scenario: plan.scenario,
    asked,
    store: (each) => searchFolder.store(directory, each),
    onStep: (step, each) => tellLine(progressLine(step, each), terminal, args),
  }).catch((error: unknown) => {
    terminal.err(`${howToContinue(directory)}\n`);
    throw error;
  });
  return await concludeStudy(
    {
      directory,
      pages: [{ file: 'peak.md', text: markdownPage(record) }],
      printed: studyOutcome({ record, summary: terminalSummary }, args, {
        ...terminal,
        directory: shownPath(directory),
      }),
      isInterrupted: record.state === 'interrupted',
      exitCode: record.findings.exitCode,
    },
    context,
  );
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

function beginning({ settings, plan, asked, catalog, context }: Site, startedAt: string): Search {
  const { rules: _rules, ...shown } = asked;
  const kinds = Object.keys(plan.scenario.traffic.mix);
  const isAllPayments = kinds.every((kind) => catalog.operations.get(kind).effect === 'posting');
  return {
    version: peakRecordVersion,
    toolVersion,
    startedAt,
    state: 'running',
    isSimulated: false,
    command: redactSecrets(['paystorm', ...context.argv]),
    scenario: redactSecrets(plan.scenario),
    scenarioHash: plan.scenarioHash,
    settings,
    noun: isAllPayments ? 'payments' : 'operations',
    asked: shown,
    steps: [],
    cut: [],
  };
}

/** What is stored was measured already. */
function continued(begun: Search, stored: PeakRecord | null): Search {
  if (stored === null) return begun;
  const { startedAt, isSimulated, steps, cut } = stored;
  return { ...begun, startedAt, isSimulated, steps, cut };
}
