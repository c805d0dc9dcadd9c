/** `paystorm rto-report`: stored runs of one scenario as a study that nobody has to play again, or release by release as a trend. */
import { createCatalog } from '../catalog/index.js';
import { createSystemClock } from '../kit/clock.js';
import { redactSecrets } from '../kit/redact.js';
import type { RtoRecord } from '../model/rto.js';
import type { TrendRecord } from '../model/trend.js';
import type { CommandContext } from './context.js';
import { defineCommand, verdictEnds } from './define-command.js';
import { browserFor, pdfOption, type PdfArgs } from './pdf-option.js';
import { terminalSummary } from './rto/terminal-summary.js';
import { groupings, groupRuns, type Grouping, type RunsOfRelease } from './rto-report/group-runs.js';
import { poolRuns, refuseOthers, type PoolOptions } from './rto-report/pool-runs.js';
import { filesOfPool, filesOfTrend } from './rto-report/report-files.js';
import { storedRuns, type StoredRun } from './rto-report/stored-runs.js';
import { trendOf } from './rto-report/trend-of.js';
import { trendSummary } from './rto-report/trend-summary.js';
import { createRunFolder } from './run-folder.js';
import { allowStoredOption, type Leave } from './stored-operations.js';
import { concludeStudy, type StudyPage } from './study/conclude-study.js';
import { studyOutcome, type Printed } from './study/study-outcome.js';
import { shownPath, type OutputArgs } from './write-reports.js';

interface RtoReportArgs extends OutputArgs, PdfArgs, Leave {
  readonly runs: readonly string[];
  readonly by?: Grouping | undefined;
  readonly out?: string | undefined;
}

export const rtoReportCommand = defineCommand<RtoReportArgs>({
  examples: [
    ['rto-report reports/nightly-* --pdf', 'runs and studies of one scenario as one study'],
    ['rto-report 2.3=reports/may 2.4=reports/june --by folder', 'a trend: each argument is a release'],
    ['rto-report reports/nightly-* --by version', "a trend by the servers' version"],
  ],
  ends: verdictEnds,
  options: (parser) =>
    parser
      .positional('runs', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Folders of runs, or of studies with all of their runs; NAME=FOLDER names a release',
      })
      .option('by', {
        choices: groupings,
        requiresArg: true,
        describe:
          'Make a trend, whose last release is judged: a release is an argument (folder, in the order given), a version of the servers, or a day',
      })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'Folder of the report (default: a new one under reports/)',
      })
      .option('pdf', pdfOption)
      .option('allow-exec', allowStoredOption)
      .option('json', { type: 'boolean', describe: 'Print the record as JSON and nothing else' })
      .option('quiet', { type: 'boolean', describe: 'Print one line: verdict, exit code, folder' }),
  async run(args, context) {
    const catalog = createCatalog();
    const browser = await browserFor(args);
    const runs = await storedRuns(args.runs.map(String), catalog, args);
    // Between releases the target may change: that is what a trend is about.
    refuseOthers(runs, catalog, args.by === undefined ? [] : ['target']);
    const wallClock = createSystemClock().wallClockIso();
    const name = runs[0]?.record.scenario.name ?? 'runs';
    const releases = args.by === undefined ? null : groupRuns(runs, args.by);
    for (const { runs: own } of releases ?? []) refuseOthers(own, catalog);
    const directory = await createRunFolder(args.out, `${name}-rto-report`, wallClock);
    const command = redactSecrets(['paystorm', ...context.argv]);
    const site = { args, context, catalog, directory, command, browser };
    return releases === null ? await concludePool(runs, site) : await concludeTrend(releases, site);
  },
});

interface Site extends PoolOptions {
  readonly args: RtoReportArgs;
  readonly context: CommandContext;
  readonly browser: string | null;
}

function concludePool(runs: readonly StoredRun[], site: Site): Promise<number> {
  const record = poolRuns(runs, site);
  return conclude({ record, summary: terminalSummary }, filesOfPool(record), site);
}

function concludeTrend(releases: readonly RunsOfRelease[], site: Site): Promise<number> {
  const record = trendOf(releases, site);
  return conclude({ record, summary: trendSummary }, filesOfTrend(record), site);
}

function conclude<Stored extends RtoRecord | TrendRecord>(
  printed: Printed<Stored>,
  pages: readonly StudyPage[],
  { args, context, directory, browser }: Site,
): Promise<number> {
  const text = studyOutcome(printed, args, { ...context.terminal, directory: shownPath(directory) });
  const { exitCode } = printed.record.findings;
  return concludeStudy({ directory, pages, browser, printed: text, isInterrupted: false, exitCode }, context);
}
