/** `paystorm baseline`: keeps what runs measured under a name, for later comparisons and for gates. */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isMoney } from '../contrast/measures.js';
import { ToolError } from '../kit/error.js';
import { indicatorParts } from '../kit/parse-indicator.js';
import { exitCodes } from '../model/exit-code.js';
import { figureValue, type SampleRun } from '../model/sample.js';
import { baselineName, writeBaselineText } from '../scenario/baselines/baseline-file.js';
import { baselineNames, baselinePath, findBaseline } from '../scenario/baselines/find-baseline.js';
import { baselinesOption } from './baselines-option.js';
import { describeBaseline, listBaselines } from './contrast/baseline-words.js';
import { readSide } from './contrast/read-side.js';
import type { CommandContext } from './context.js';
import { defineCommand } from './define-command.js';
import { warn } from './warn.js';
import { replaceFile, shownPath } from './write-reports.js';

const actions = ['save', 'list', 'show'] as const;

interface BaselineArgs {
  readonly action: (typeof actions)[number];
  /** The name, and for save the runs. */
  readonly what: readonly string[];
  readonly baselines: string;
  readonly json?: boolean | undefined;
}

export const baselineCommand = defineCommand<BaselineArgs>({
  examples: [
    [
      'baseline save main reports/rto',
      'all repetitions of a study; or several runs, or the last one when none is named',
    ],
    ['baseline list', 'what is there'],
    ['baseline show main', 'its runs and their figures'],
  ],
  options: (parser) =>
    parser
      .positional('action', { choices: actions, demandOption: true, describe: 'What to do' })
      .positional('what', {
        type: 'string',
        array: true,
        default: [],
        describe:
          'The name, for show and save; then, for save, folders of runs or of a study (the newest run when none)',
      })
      .option('baselines', baselinesOption)
      .option('json', { type: 'boolean', describe: 'Print as JSON' }),
  async run(args, context) {
    if (args.action === 'list') {
      context.terminal.out(listBaselines(args.baselines, args.json === true));
      return exitCodes.pass;
    }
    const name = nameOf(args);
    if (args.action === 'save') return await save(name, args, context);
    const found = findBaseline(name, args.baselines);
    if (!found.ok) throw new ToolError('setupFailed', found.message, found.remedy);
    const { terminal } = context;
    terminal.out(
      args.json === true ? writeBaselineText(found.baseline) : describeBaseline(name, found.baseline, terminal),
    );
    return exitCodes.pass;
  },
});

function nameOf({ action, what: [name], baselines }: BaselineArgs): string {
  if (name !== undefined && baselineName.test(name)) return name;
  if (name !== undefined)
    throw new ToolError(
      'invalidScenario',
      `"${name}" is no name for a baseline.`,
      'Use letters, digits, dots and dashes.',
    );
  const known = baselineNames(baselines);
  const hint = known.length === 0 ? 'Such as: paystorm baseline save main last' : `Saved so far: ${known.join(', ')}.`;
  throw new ToolError('invalidScenario', `baseline ${action} needs the name of a baseline.`, hint);
}

function hasHarmed({ measures }: SampleRun): boolean {
  return Object.entries(measures.figures).some(
    ([key, figure]) => isMoney(indicatorParts(key).metric) && figureValue(figure) > 0,
  );
}

async function save(
  name: string,
  { what: [, ...runs], baselines }: BaselineArgs,
  { terminal }: CommandContext,
): Promise<number> {
  const { sample } = await readSide(runs.length === 0 ? 'last' : runs.join(','), baselines);
  const counting = sample.runs.filter(({ doubt }) => doubt === null);
  if (counting.length === 0) {
    const hint = 'A baseline is what others are held against: save runs that came to their end.';
    throw new ToolError('inconclusive', `No run counts. ${sample.runs[0]?.doubt ?? ''}`.trim(), hint);
  }
  const path = baselinePath(name, baselines);
  await mkdir(resolve(baselines), { recursive: true });
  const failure = await replaceFile(path, writeBaselineText({ ...sample, runs: counting }));
  if (failure !== null)
    throw new ToolError('setupFailed', `${shownPath(path)} could not be written: ${failure}.`, 'Name another folder.');
  const left = sample.runs.length - counting.length;
  const without =
    left === 0 ? '' : ` ${left} left out: ${sample.runs.find(({ doubt }) => doubt !== null)?.doubt ?? ''}`;
  terminal.out(`${shownPath(path)}: ${counting.length} ${counting.length === 1 ? 'run' : 'runs'}.${without}\n`);
  const harmed = counting.filter(hasHarmed);
  if (harmed.length > 0)
    warn(
      terminal,
      `In ${harmed.length} of these runs money went wrong (${harmed[0]?.runId}): what goes wrong as much counts as no worse than this baseline.`,
    );
  if (counting.length < 5)
    terminal.err(
      'Five runs and more can tell chance from change, and how one run differs from the next: paystorm rto.\n',
    );
  return exitCodes.pass;
}
