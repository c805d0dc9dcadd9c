/** Inside a GitHub workflow, says the result, or why there is none, where people look there: annotations on the step or on the lines of a scenario, and the job's summary. */
import { appendFile } from 'node:fs/promises';
import { githubAnnotations } from '../catalog/reporters/words/annotations.js';
import { messageOf, ToolError } from '../kit/error.js';
import { redactText } from '../kit/redact.js';
import { annotation } from '../kit/workflow-command.js';
import type { Catalog } from '../model/registry.js';
import type { RunRecord } from '../model/run-record.js';
import { ScenarioProblems } from '../scenario/problem.js';
import type { CommandContext } from './context.js';

export async function tellGithub(
  record: RunRecord,
  catalog: Catalog,
  { environment, terminal }: CommandContext,
  isOutputTaken: boolean,
): Promise<void> {
  if (!isInWorkflow(environment)) return;
  if (!isOutputTaken) terminal.out(githubAnnotations(record));
  const summaryFile = environment['GITHUB_STEP_SUMMARY'];
  if (summaryFile === undefined) return;
  const summary = catalog.reporters.get('markdown').render(record, { hasColor: false, columns: 80, directory: '' });
  try {
    await appendFile(summaryFile, summary);
  } catch (error) {
    // The verdict must not depend on a place that GitHub offers for convenience.
    terminal.err(`The step summary could not be written: ${messageOf(error)}\n`);
  }
}

/** On standard error, which the runner reads, too, and which is never a record. */
export function tellGithubOfError(error: unknown, { environment, terminal }: CommandContext): void {
  if (!isInWorkflow(environment)) return;
  if (error instanceof ScenarioProblems) {
    for (const { file, line, column, message, remedy } of error.problems)
      terminal.err(annotation('error', { file, line, col: column }, `${message} ${remedy ?? ''}`.trim()));
    return;
  }
  const hint = error instanceof ToolError ? error.hint : '';
  terminal.err(annotation('error', { title: 'paystorm' }, redactText(`${messageOf(error)} ${hint}`).trim()));
}

function isInWorkflow(environment: CommandContext['environment']): boolean {
  return environment['GITHUB_ACTIONS'] === 'true';
}
