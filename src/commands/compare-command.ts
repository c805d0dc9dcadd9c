/** `paystorm compare`: did it get better or worse, by how much, and is that more than chance? Of stored runs; `run --compare` plays variants afresh. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { contrastSamples, sideOf } from '../contrast/contrast-samples.js';
import { contrastExitCode } from '../contrast/sum-up-contrast.js';
import { ToolError } from '../kit/error.js';
import { contrastVersion, type ContrastRecord } from '../model/contrast.js';
import { baselinesOption } from './baselines-option.js';
import { contrastPage } from './contrast/html-page.js';
import { markdownPage } from './contrast/markdown-page.js';
import { readSide, refuseCopies } from './contrast/read-side.js';
import { terminalSummary } from './contrast/terminal-summary.js';
import type { CommandContext } from './context.js';
import { defineCommand } from './define-command.js';
import { tellGithubOfStudy } from './tell-github.js';
import { toolVersion } from './tool-version.js';
import { replaceFile, shownPath } from './write-reports.js';

interface CompareRunsArgs {
  readonly before: string;
  readonly after: readonly string[];
  readonly baselines: string;
  readonly out?: string | undefined;
  readonly all?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

export const compareCommand = defineCommand<CompareRunsArgs>({
  examples: [
    ['compare reports/before reports/after', 'two runs, or two studies of `paystorm rto`: the more runs, the surer'],
    ['compare main last', 'the newest run against the baseline "main"; exit 99 when something got worse'],
    ['compare a1,a2,a3,a4,a5 b1,b2,b3,b4,b5', 'five runs on each side, with commas between'],
    ['compare main reports/x --out diff', 'with a page in HTML, one in Markdown, and the figures in JSON'],
  ],
  ends: 'Exit codes: 0 nothing got worse, 99 something did, 120 more money went wrong, 121 it cannot be told. All of them: paystorm --help.',
  options: (parser) =>
    parser
      .positional('before', {
        type: 'string',
        demandOption: true,
        describe: 'Folder of a run, of a study or of several runs; a baseline; "last"; several with commas',
      })
      .positional('after', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'The same for what came after; each of several is compared with what was before',
      })
      .option('baselines', baselinesOption)
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'Folder for contrast.html, contrast.md and contrast.json',
      })
      .option('all', { type: 'boolean', describe: 'Show every measure and every difference' })
      .option('json', { type: 'boolean', describe: 'Print the record as JSON and nothing else' })
      .option('quiet', { type: 'boolean', describe: 'Print one line: verdict and exit code' }),
  async run(args, context) {
    const before = await readSide(args.before, args.baselines);
    const contrasts = [];
    for (const word of args.after) {
      const after = await readSide(word, args.baselines);
      refuseCopies([before, after]);
      contrasts.push(contrastSamples(before, after));
    }
    const record: ContrastRecord = {
      version: contrastVersion,
      toolVersion,
      exitCode: contrastExitCode(contrasts),
      before: sideOf(before),
      contrasts,
    };
    context.terminal.out(printed(record, args, context));
    const reasons = contrasts.flatMap((each) => each.reasons);
    await tellGithubOfStudy({ exitCode: record.exitCode, reasons, page: markdownPage(record) }, context);
    if (args.out !== undefined) await writePages(record, resolve(args.out), context);
    return record.exitCode;
  },
});

function printed(record: ContrastRecord, { json, quiet, all }: CompareRunsArgs, { terminal }: CommandContext): string {
  if (json === true) return `${JSON.stringify(record, null, 2)}\n`;
  if (quiet === true) return `${record.contrasts.map(({ verdict }) => verdict).join(' ')} ${record.exitCode}\n`;
  return terminalSummary(record, { ...terminal, isAll: all === true });
}

async function writePages(record: ContrastRecord, folder: string, { terminal }: CommandContext): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pages = {
    'contrast.html': contrastPage(record),
    'contrast.md': markdownPage(record),
    'contrast.json': `${JSON.stringify(record, null, 2)}\n`,
  };
  for (const [file, text] of Object.entries(pages)) {
    const failure = await replaceFile(join(folder, file), text);
    if (failure === null) continue;
    const message = `${file} could not be written: ${failure}.`;
    throw new ToolError('setupFailed', message, 'Name another folder with --out.');
  }
  terminal.err(`Page: ${join(shownPath(folder), 'contrast.html')}\n`);
}
