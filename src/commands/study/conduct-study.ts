/** A study from its folder to its exit code: begun or gone on with, played run by run, stored after each, and told. One way for whatever it asks. */
import { createSystemClock } from '../../kit/clock.js';
import { redactSecrets } from '../../kit/redact.js';
import type { Plan } from '../../model/plan.js';
import type { Catalog } from '../../model/registry.js';
import type { StudyRecord } from '../../model/study.js';
import type { Verdict } from '../../model/verdict.js';
import type { CommandContext } from '../context.js';
import { tidyUp } from '../tidy-up.js';
import { toolVersion } from '../tool-version.js';
import { shownPath } from '../write-reports.js';
import { concludeStudy, howToContinue, type StudyPage } from './conclude-study.js';
import { holdStudy } from './hold-study.js';
import type { StudySite } from './play-study.js';
import type { StudyArgs } from './study-args.js';
import type { OpenedFolder, StudyFolder } from './study-folder.js';
import { studyOutcome } from './study-outcome.js';
import { studySite } from './study-site.js';
import type { SummaryOptions } from './summary-page.js';

interface Findings {
  readonly verdict: Verdict;
  readonly exitCode: number;
  /** Of the exit code, most important first; left out where the pages alone tell. */
  readonly reasons?: readonly string[];
}

type Judged = StudyRecord & { readonly findings: Findings };

export type PlaySite<Stored> = Omit<StudySite<Stored>, 'onRun'>;

export interface StudyPlay<Stored extends Judged> {
  readonly folder: StudyFolder<Stored, Omit<Stored, 'findings'>>;
  readonly begun: Omit<Stored, 'findings'>;
  /** What was measured already, and is not measured again. */
  kept(stored: Stored): Partial<Omit<Stored, keyof StudyRecord | 'findings'>>;
  announce(opened: OpenedFolder<Stored>): void;
  play(study: Omit<Stored, 'findings'>, site: PlaySite<Stored>): Promise<Stored>;
  pages(record: Stored, directory: string): Promise<readonly StudyPage[]> | readonly StudyPage[];
  summary(record: Stored, options: SummaryOptions): string;
  /** Prints the HTML page, too; null or left out when that is not wanted. */
  readonly browser?: string | null;
}

export interface Conductor {
  readonly args: StudyArgs & { readonly allowExec?: boolean | undefined };
  readonly catalog: Catalog;
  readonly context: CommandContext;
}

/** What every record of a study begins with. */
export function beginStudy(
  version: number,
  { scenario, scenarioHash }: Plan,
  { argv }: Pick<CommandContext, 'argv'>,
): StudyRecord {
  return {
    version,
    toolVersion,
    startedAt: createSystemClock().wallClockIso(),
    state: 'running',
    isSimulated: false,
    command: redactSecrets(['paystorm', ...argv]),
    scenario: redactSecrets(scenario),
    scenarioHash,
  };
}

/** Resolves to the exit code; rejects with what kept a run from being played, once it was said how to go on. */
export async function conductStudy<Stored extends Judged>(
  study: StudyPlay<Stored>,
  { args, catalog, context }: Conductor,
): Promise<number> {
  const { terminal } = context;
  const { begun, folder } = study;
  const wish = { chosen: args.out, scenarioName: begun.scenario.name, wallClock: begun.startedAt };
  const opened = await folder.open(wish);
  const { directory, stored } = opened;
  if (stored !== null) folder.refuseOther(stored, begun);
  await using _held = await holdStudy(directory);
  await tidyUp(catalog, context);
  study.announce(opened);
  const site = {
    ...studySite({ directory, catalog, context, args }),
    store: (each: Stored) => folder.store(directory, each),
  };
  const record = await study.play(stored === null ? begun : goneOnWith(study, stored), site).catch((error: unknown) => {
    terminal.err(`${howToContinue(directory)}\n`);
    throw error;
  });
  const { findings, state } = record;
  const shown = { ...terminal, directory: shownPath(directory) };
  const concluded = {
    directory,
    pages: await study.pages(record, directory),
    browser: study.browser ?? null,
    printed: studyOutcome({ record, summary: study.summary }, args, shown),
    isInterrupted: state === 'interrupted',
    exitCode: findings.exitCode,
    reasons: findings.reasons ?? [],
  };
  return concludeStudy(concluded, context);
}

function goneOnWith<Stored extends Judged>(
  { begun, kept }: Pick<StudyPlay<Stored>, 'begun' | 'kept'>,
  stored: Stored,
): Omit<Stored, 'findings'> {
  const { startedAt, isSimulated } = stored;
  return { ...begun, startedAt, isSimulated, ...kept(stored) };
}
