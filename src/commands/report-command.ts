/** `paystorm report`: verdict and reports again, from a stored journal alone. */
import { createCatalog } from '../catalog/index.js';
import { readGateFile } from '../scenario/read-gate-file.js';
import { baselinesOption } from './baselines-option.js';
import { defineCommand, verdictEnds } from './define-command.js';
import { browserFor, pdfOption, type PdfArgs } from './pdf-option.js';
import { findRunFolder, keepEarlier, storedHeader } from './run-folder.js';
import { allowStoredOption, catalogOfRun, type Leave } from './stored-operations.js';
import { artefactsOf, shownPath, writeReports, type OutputArgs } from './write-reports.js';

interface ReportArgs extends OutputArgs, PdfArgs, Leave {
  readonly run: string;
  readonly gates?: string | undefined;
  readonly baselines: string;
}

export const reportCommand = defineCommand<ReportArgs>({
  examples: [
    ['report last', 'the newest run under reports/'],
    ['report last --pdf', 'with report.pdf beside report.html'],
    ['report last --gates stricter.yaml', 'judged by the gates of that file instead; the reports of before are kept'],
  ],
  ends: verdictEnds,
  options: (parser) =>
    parser
      .positional('run', { type: 'string', default: 'last', describe: 'Folder of the run, or "last"' })
      .option('gates', {
        type: 'string',
        requiresArg: true,
        describe: 'File with `gates:` to judge by instead of those of the scenario',
      })
      .option('pdf', pdfOption)
      .option('baselines', baselinesOption)
      .option('allow-exec', allowStoredOption)
      .option('json', { type: 'boolean', describe: 'Print the record as JSON and nothing else' })
      .option('quiet', { type: 'boolean', describe: 'Print one line: verdict, exit code, folder' }),
  async run(args, context) {
    const directory = await findRunFolder(args.run);
    const catalog = await catalogOfRun(directory, createCatalog(), args);
    const output = { ...args, browser: await browserFor(args) };
    if (args.gates === undefined) return await writeReports(directory, catalog, context, output);
    const { scenario } = storedHeader(directory).plan;
    const gates = await readGateFile(args.gates, scenario, { catalog, baselines: args.baselines });
    const kept = await keepEarlier(directory, artefactsOf(catalog));
    if (kept !== null) context.terminal.err(`What was said before is kept in ${shownPath(kept)}.\n`);
    return await writeReports(directory, catalog, context, { ...output, gatesOf: { file: args.gates, gates } });
  },
});
