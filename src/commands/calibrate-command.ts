/** `paystorm calibrate`: rehearses what is known beforehand, and shows how far every answer is from the truth. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createCatalog } from '../catalog/index.js';
import { createSystemClock } from '../kit/clock.js';
import { ToolError } from '../kit/error.js';
import { exitCodes } from '../model/exit-code.js';
import type { Catalog } from '../model/registry.js';
import { sendings, type Sending } from '../model/scenario.js';
import { buildPlan } from '../plan/build-plan.js';
import { readScenarioText } from '../scenario/read-scenario.js';
import { markdownTable, terminalTable } from './calibrate/print-calibration.js';
import { rehearseTruth } from './calibrate/rehearse-truth.js';
import { isMet, type Comparison, type Rehearsed, type TruthCase } from './calibrate/truth-case.js';
import { truthCases } from './calibrate/truth-cases.js';
import type { CommandContext } from './context.js';
import { defineCommand } from './define-command.js';
import { createRunFolder } from './run-folder.js';
import { heedStopFile, stopFileOption, type StopFileArgs } from './stop-file.js';
import { tidyUp } from './tidy-up.js';

interface CalibrateArgs extends StopFileArgs {
  readonly only?: readonly string[] | undefined;
  readonly sending: Sending;
  readonly out?: string | undefined;
  readonly list?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export const calibrateCommand = defineCommand<CalibrateArgs>({
  examples: [
    ['calibrate', 'every truth, about ten minutes on an otherwise idle machine'],
    ['calibrate --only pause --only no-fault', 'some of them'],
    ['calibrate --sending pipelined', 'the same truths, with payments that are sent in one write'],
    ['calibrate --list', 'what is known, and from where'],
  ],
  options: (parser) =>
    stopFileOption(parser)
      .option('only', {
        choices: truthCases.map(({ name }) => name),
        array: true,
        requiresArg: true,
        describe: 'These truths and no others',
      })
      .option('sending', {
        choices: sendings,
        requiresArg: true,
        default: sendings[0],
        describe: 'How the statements of a payment are sent',
      })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'Folder for journals and table (default: a new one under reports/)',
      })
      .option('list', { type: 'boolean', describe: 'Say what is known and stop' })
      .option('json', {
        type: 'boolean',
        describe: 'Print comparisons, and what was rehearsed again, as JSON and nothing else',
      }),
  async run(args, context) {
    const { terminal } = context;
    const chosen = truthCases.filter(({ name }) => args.only === undefined || args.only.includes(name));
    if (args.list) {
      terminal.out(chosen.map(({ name, truth }) => `${name}\n  ${truth}\n`).join(''));
      return exitCodes.pass;
    }
    const catalog = createCatalog();
    using heeding = await heedStopFile(args, context);
    await tidyUp(catalog, context);
    const directory = await createRunFolder(args.out, 'calibration', createSystemClock().wallClockIso());
    const site: Site = { directory, catalog, context: heeding, sending: args.sending, undecided: [] };
    const comparisons = await calibrate(chosen, site);
    store(site, comparisons);
    terminal.out(
      args.json ? jsonOf(site, comparisons) : `\n${terminalTable(comparisons)}\n\n${summaryOf(comparisons, site)}\n`,
    );
    return comparisons.every(isMet) ? exitCodes.pass : exitCodes.gateFailed;
  },
});

interface Site {
  readonly directory: string;
  readonly catalog: Catalog;
  readonly context: CommandContext;
  readonly sending: Sending;
  /** Sentences about truths of which paystorm said nothing at first. */
  readonly undecided: string[];
}

/** What was compared before an interruption is kept: the table so far is written after each truth. */
async function calibrate(cases: readonly TruthCase[], site: Site): Promise<readonly Comparison[]> {
  const { context } = site;
  const total = cases.reduce((sum, each) => sum + each.scenarios.length, 0);
  const comparisons: Comparison[] = [];
  let done = 0;
  for (const truthCase of cases) {
    const found = await compareOne(truthCase, site, () => {
      done += 1;
      return `rehearsal ${done} of ${total}`;
    });
    comparisons.push(...found);
    store(site, comparisons);
    const off = found.filter((each) => !isMet(each)).length;
    context.terminal.err(
      `${truthCase.name}: ${off === 0 ? `all ${found.length} agree` : `${off} of ${found.length} are off`}\n`,
    );
  }
  return comparisons;
}

/**
 * Once more where paystorm said nothing, and nothing wrong: a shared disk that stands still before a fault leaves no baseline, and the tool says so.
 * What it claims is never asked for twice.
 */
async function compareOne(truthCase: TruthCase, site: Site, progress: () => string): Promise<readonly Comparison[]> {
  const found = await rehearseAll(truthCase, site, progress);
  const silent = found.filter(({ measured }) => measured === null);
  if (silent.length === 0 || !found.every((each) => each.measured === null || isMet(each))) return found;
  const sentence = `${truthCase.name} was rehearsed again, because nothing was said of ${silent.map(({ what }) => what).join(', ')}.`;
  site.undecided.push(sentence);
  site.context.terminal.err(`${sentence}\n`);
  const again = { ...site, directory: join(site.directory, 'again') };
  return await rehearseAll(truthCase, again, () => 'again');
}

async function rehearseAll(truthCase: TruthCase, site: Site, progress: () => string): Promise<readonly Comparison[]> {
  const rehearsed: Rehearsed[] = [];
  for (const text of truthCase.scenarios) rehearsed.push(await rehearseOne(text, progress(), site));
  return truthCase.compare(rehearsed);
}

async function rehearseOne(text: string, progress: string, site: Site): Promise<Rehearsed> {
  const { directory, catalog, context, sending } = site;
  const { signal, terminal, environment, argv } = context;
  const options = { environment, set: [`client.sending=${sending}`] };
  const plan = buildPlan(readScenarioText({ name: 'truth.yaml', text }, options, catalog), catalog);
  terminal.err(`${progress}: ${plan.scenario.name}, ${Math.round(plan.durationMs / 1_000)} s of load\n`);
  const folder = join(directory, plan.scenario.name);
  mkdirSync(folder, { recursive: true });
  const rehearsed = await rehearseTruth({
    plan,
    catalog,
    directory: folder,
    command: ['paystorm', ...argv],
    signal,
    onProgress: () => undefined,
  });
  if (!signal.aborted) return rehearsed;
  throw new ToolError(
    'interrupted',
    'Stopped before every truth was rehearsed.',
    `What was compared is in ${directory}.`,
  );
}

function store({ directory, undecided }: Site, comparisons: readonly Comparison[]): void {
  writeFileSync(join(directory, 'calibration.json'), jsonOf({ undecided }, comparisons));
  const notes = undecided.map((sentence) => `\n${sentence}\n`).join('');
  writeFileSync(join(directory, 'calibration.md'), `${markdownTable(comparisons)}\n${notes}`);
}

/** `undecided` says what was rehearsed again, and why. */
function jsonOf({ undecided }: Pick<Site, 'undecided'>, comparisons: readonly Comparison[]): string {
  return `${JSON.stringify({ comparisons, undecided }, null, 2)}\n`;
}

function summaryOf(comparisons: readonly Comparison[], { directory, undecided }: Site): string {
  const off = comparisons.filter((each) => !isMet(each)).length;
  const verdict =
    off === 0
      ? `All ${comparisons.length} comparisons agree with the truth.`
      : `${off} of ${comparisons.length} comparisons are off.`;
  return `${[...undecided, verdict].join('\n')} Journals and table: ${relative('', directory) || '.'}`;
}
