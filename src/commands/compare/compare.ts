/** Rehearses a scenario under several settings, each on a target made anew, and lays side by side what came of them. */
import { ToolError } from '../../kit/error.js';
import { redactSecrets } from '../../kit/redact.js';
import { comparisonVersion, type ComparisonRecord } from '../../model/comparison.js';
import { exitCodes } from '../../model/exit-code.js';
import type { Catalog } from '../../model/registry.js';
import { planWarnings } from '../../plan/plan-warnings.js';
import { parsePolicies, parseVariants, profileSetting, type Variants } from '../../repeat/compare/parse-variants.js';
import { refuseOrders } from '../allow-orders.js';
import { browserFor, type PdfArgs } from '../pdf-option.js';
import type { CommandContext } from '../context.js';
import { planAsJson, refuseObstacles, tellPlan } from '../obstacles.js';
import { readPlan, type Planned } from '../scenario-options.js';
import { warnOfState } from '../state-warning.js';
import { openLiveServer } from '../live-server/open-live-server.js';
import { heedStopFile } from '../stop-file.js';
import { beginStudy, conductStudy, type StudyPlay } from '../study/conduct-study.js';
import { isSilent, type StudyArgs } from '../study/study-args.js';
import type { OpenedFolder } from '../study/study-folder.js';
import { tellLine } from '../study/tell-line.js';
import { shownPath } from '../write-reports.js';
import { comparisonFolder } from './comparison-folder.js';
import { markdownPage } from './markdown-page.js';
import { comparisonPage } from './page/comparison-page.js';
import { progressLine } from './progress-line.js';
import { readVariants } from './read-variants.js';
import { runComparison } from './run-comparison.js';
import { terminalSummary } from './terminal-summary.js';
import { warn } from '../warn.js';

export interface CompareArgs extends StudyArgs, PdfArgs {
  readonly compare?: string | undefined;
  readonly comparePolicies?: string | undefined;
  readonly strict?: boolean | undefined;
  readonly allowExec?: boolean | undefined;
}

type PlannedVariants = readonly [Planned, ...Planned[]];

interface Site {
  readonly args: CompareArgs;
  readonly context: CommandContext;
  readonly variants: Variants;
  /** One for each value. */
  readonly planned: PlannedVariants;
  /** Prints the page, too; null when that is not wanted. */
  readonly browser: string | null;
}

/** Resolves to the exit code. Everything is read and refused before anything is started. */
export async function compare(args: CompareArgs, context: CommandContext, builtIn: Catalog): Promise<number> {
  const variants = await variantsOf(args, context, builtIn);
  const option = args.compare === undefined ? '--compare-policies' : '--compare';
  const read: Planned[] = [];
  for (const value of variants.values) {
    const varied =
      variants.setting === profileSetting
        ? { profile: [args.profile, value].filter((each) => each !== undefined).join(',') }
        : { compared: { option, text: `${variants.setting}=${value}` } };
    read.push(await readPlan({ ...args, ...varied, isWarned: read.length > 0 }, context, builtIn));
  }
  const planned = read as unknown as PlannedVariants;
  if (args.dryRun) {
    if (args.json === true) {
      context.terminal.out(planAsJson(planned.map(({ plan }) => plan)));
      return exitCodes.pass;
    }
    const [value, ...others] = variants.values;
    context.terminal.out(await tellPlan(planned[0].plan, planned[0].catalog));
    context.terminal.out(
      `\nThat is with ${variants.setting} ${value}; then the same with ${others.join(', then with ')}.\n`,
    );
    return exitCodes.pass;
  }
  const browser = await browserFor(args);
  for (const { plan, catalog } of planned) {
    refuseOrders(plan, catalog, args.allowExec === true);
    await refuseObstacles(plan, catalog);
  }
  await warnOfState(planned, context.terminal);
  using heeding = await heedStopFile(args, context);
  await using live = await openLiveServer(args, context);
  const site = { args, variants, planned, browser };
  return await playComparison({ ...site, context: { ...heeding, live } });
}

async function variantsOf(args: CompareArgs, context: CommandContext, catalog: Catalog): Promise<Variants> {
  const { compare: setting, comparePolicies: policies } = args;
  if (setting !== undefined && policies !== undefined) {
    const message = '--compare and --compare-policies were both given, and one thing is compared at a time.';
    throw new ToolError('invalidScenario', message, 'Give one of them; change the rest with --set.');
  }
  if (policies === undefined) return parseVariants(setting ?? '');
  const { plan } = await readPlan({ ...args, isWarned: true }, context, catalog);
  return parsePolicies(policies, plan.scenario.client.retry);
}

function playComparison(site: Site): Promise<number> {
  const { args, variants, context, planned, browser } = site;
  const [{ plan: first, catalog }] = planned;
  const study: StudyPlay<ComparisonRecord> = {
    folder: comparisonFolder,
    begun: {
      ...beginStudy(comparisonVersion, first, context),
      setting: variants.setting,
      variants: redactSecrets(
        planned.map(({ plan: { scenarioHash } }, index) => ({ value: variants.values[index] ?? '', scenarioHash })),
      ),
      isStrict: args.strict === true,
      runs: [],
      cut: [],
    },
    kept: ({ runs, cut }) => ({ runs, cut }),
    announce(opened) {
      if (!isSilent(args)) announce(site, opened);
    },
    play(begun, runSite) {
      return runComparison(begun, {
        ...runSite,
        planned,
        onVariant: (run, record) => tellLine(progressLine(run, record), context.terminal, args),
      });
    },
    pages: async (record, directory) => [
      { file: 'comparison.md', text: markdownPage(record) },
      { file: 'comparison.html', text: comparisonPage(record, await readVariants(directory, record.runs)) },
    ],
    summary: terminalSummary,
    browser,
  };
  return conductStudy(study, { args, catalog, context });
}

function announce({ planned, variants, context }: Site, { stored, directory }: OpenedFolder<ComparisonRecord>): void {
  const { terminal } = context;
  for (const warning of new Set(planned.flatMap(({ plan, catalog }) => planWarnings(plan, catalog))))
    warn(terminal, warning);
  const { values, setting } = variants;
  if (stored !== null)
    terminal.out(`Going on after ${stored.runs.length} of ${values.length} variants in ${shownPath(directory)}.\n`);
  else terminal.out(`${values.length} rehearsals, one after the other, with ${setting}: ${values.join(', ')}.\n\n`);
}
