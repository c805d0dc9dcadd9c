/** Inside a GitHub workflow, says the result where people look there: annotations on the step, and the job's summary. */
import { appendFile } from 'node:fs/promises';
import { githubAnnotations } from '../catalog/reporters/words/annotations.js';
import { messageOf } from '../kit/error.js';
import type { Catalog } from '../model/registry.js';
import type { RunRecord } from '../model/run-record.js';
import type { CommandContext } from './context.js';

export async function tellGithub(
  record: RunRecord,
  catalog: Catalog,
  { environment, terminal }: CommandContext,
  isOutputTaken: boolean,
): Promise<void> {
  if (environment['GITHUB_ACTIONS'] !== 'true') return;
  if (!isOutputTaken) terminal.out(githubAnnotations(record));
  await tellStepSummary(
    catalog.reporters.get('markdown').render(record, { hasColor: false, columns: 80, directory: '' }),
    { environment, terminal },
  );
}

/** Adds a page of Markdown to the job's summary; does nothing elsewhere. */
export async function tellStepSummary(
  page: string,
  { environment, terminal }: Pick<CommandContext, 'environment' | 'terminal'>,
): Promise<void> {
  const summaryFile = environment['GITHUB_STEP_SUMMARY'];
  if (environment['GITHUB_ACTIONS'] !== 'true' || summaryFile === undefined) return;
  try {
    await appendFile(summaryFile, page);
  } catch (error) {
    // The verdict must not depend on a place that GitHub offers for convenience.
    terminal.err(`The step summary could not be written: ${messageOf(error)}\n`);
  }
}
