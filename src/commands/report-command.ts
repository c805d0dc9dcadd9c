/** `paystorm report`: verdict and reports again, from a stored journal alone. */
import { createCatalog } from '../catalog/index.js';
import { defineCommand } from './define-command.js';
import { findRunFolder } from './run-folder.js';
import { writeReports, type OutputArgs } from './write-reports.js';

interface ReportArgs extends OutputArgs {
  readonly run: string;
}

export const reportCommand = defineCommand<ReportArgs>({
  usage: 'report [run]',
  summary: 'Judge a stored run again and write its reports anew, from its journal alone',
  examples: [['report last', 'the newest run under reports/']],
  options: (parser) =>
    parser
      .positional('run', { type: 'string', default: 'last', describe: 'Folder of the run, or "last"' })
      .option('json', { type: 'boolean', describe: 'Print the record as JSON and nothing else' })
      .option('quiet', { type: 'boolean', describe: 'Print one line: verdict, exit code, folder' }),
  async run(args, context) {
    const directory = await findRunFolder(args.run);
    return await writeReports(directory, createCatalog(), context, args);
  },
});
