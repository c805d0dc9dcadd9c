/** `paystorm export`: the figures of a stored run in the formats of other tools. */
import { join, resolve } from 'node:path';
import { createCatalog } from '../catalog/index.js';
import { exitCodes } from '../model/exit-code.js';
import { defineCommand } from './define-command.js';
import { exportRun } from './export/export-run.js';
import { findRunFolder } from './run-folder.js';
import { allowStoredOption, catalogOfRun, type Leave } from './stored-operations.js';
import { shownPath } from './write-reports.js';

interface ExportArgs extends Leave {
  readonly run: string;
  readonly to?: string | undefined;
}

export const exportCommand = defineCommand<ExportArgs>({
  examples: [
    ['export last', 'into the folder export/ of the newest run under reports/'],
    ['export reports/ci --to figures', 'into a folder of your choice'],
  ],
  options: (parser) =>
    parser
      .positional('run', { type: 'string', default: 'last', describe: 'Folder of the run, or "last"' })
      .option('to', {
        type: 'string',
        requiresArg: true,
        describe: "Folder for the files; export/ in the run's own when left out",
      })
      .option('allow-exec', allowStoredOption),
  async run({ run, to, allowExec }, { terminal }) {
    const directory = await findRunFolder(run);
    const folder = to === undefined ? join(directory, 'export') : resolve(to);
    const catalog = await catalogOfRun(directory, createCatalog(), { allowExec });
    for (const name of await exportRun(directory, folder, catalog)) terminal.out(`${join(shownPath(folder), name)}\n`);
    return exitCodes.pass;
  },
});
