/** Judges a journal and writes every artefact of the run beside it. */
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { cwd } from 'node:process';
import { ToolError } from '../kit/error.js';
import type { Catalog } from '../model/registry.js';
import type { RunRecord } from '../model/run-record.js';
import { judge } from '../verdict/judge.js';
import type { CommandContext } from './context.js';
import { tellGithub } from './tell-github.js';

export interface OutputArgs {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** Writes all files, prints the summary (or record, or line) and resolves to the record. */
export async function writeReports(
  directory: string,
  catalog: Catalog,
  context: CommandContext,
  output: OutputArgs,
): Promise<RunRecord> {
  const { terminal } = context;
  const record = await judge({ directory, catalog });
  const shown = relative(cwd(), directory) || '.';
  const options = { hasColor: terminal.hasColor, columns: terminal.columns, directory: shown };
  for (const reporter of catalog.reporters.all) {
    if (reporter.file === null) continue;
    const path = join(directory, reporter.file);
    try {
      await writeFile(path, reporter.render(record, { ...options, hasColor: false }));
    } catch (cause) {
      throw new ToolError(
        'setupFailed',
        `${path} could not be written.`,
        "Free some space; then: paystorm report with the run's folder.",
        { cause },
      );
    }
  }
  terminal.out(summaryOf(record, catalog, options, output));
  await tellGithub(record, catalog, context, output.json === true);
  return record;
}

function summaryOf(
  record: RunRecord,
  catalog: Catalog,
  options: { hasColor: boolean; columns: number; directory: string },
  output: OutputArgs,
): string {
  if (output.json) return catalog.reporters.get('json').render(record, options);
  if (output.quiet) return `${record.verdict} ${record.exitCode} ${options.directory}\n`;
  return `${catalog.reporters.get('terminal').render(record, options)}\n`;
}
