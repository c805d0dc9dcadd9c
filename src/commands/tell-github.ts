/** Inside a GitHub workflow, says the result, or why there is none, where people look there: annotations on the step or on the lines of a scenario, and the job's summary. */
import { appendFile } from 'node:fs/promises';
import { githubAnnotations } from '../catalog/reporters/words/annotations.js';
import { meaningOfExitCode } from '../catalog/reporters/words/status.js';
import { messageOf, ToolError } from '../kit/error.js';
import { redactText } from '../kit/redact.js';
import { annotation } from '../kit/workflow-command.js';
import { exitCodes } from '../model/exit-code.js';
import type { Catalog } from '../model/registry.js';
import type { RunRecord } from '../model/run-record.js';
import { ScenarioProblems } from '../scenario/problem.js';
import type { CommandContext } from './context.js';

/** The others are in the job's summary. */
const reasonsShown = 3;

export async function tellGithub(
  record: RunRecord,
  catalog: Catalog,
  { environment, terminal }: CommandContext,
  isOutputTaken: boolean,
): Promise<void> {
  if (!isInWorkflow(environment)) return;
  if (!isOutputTaken) terminal.out(githubAnnotations(record));
  await tellStepSummary(
    catalog.reporters.get('markdown').render(record, { hasColor: false, columns: 80, directory: '' }),
    { environment, terminal },
  );
}

export interface StudyResult {
  readonly exitCode: number;
  readonly reasons: readonly string[];
  /** Markdown. */
  readonly page: string;
}

/** Of several runs together: one annotation where they do not pass, and the job's summary. */
export async function tellGithubOfStudy(
  { exitCode, reasons, page }: StudyResult,
  { environment, terminal }: CommandContext,
): Promise<void> {
  if (!isInWorkflow(environment)) return;
  if (exitCode !== exitCodes.pass) {
    const level = exitCode === exitCodes.inconclusive ? 'warning' : 'error';
    const text = [`Exit code ${exitCode}: ${meaningOfExitCode(exitCode)}.`, ...reasons.slice(0, reasonsShown)].join(
      ' ',
    );
    terminal.err(annotation(level, { title: 'paystorm' }, text));
  }
  await tellStepSummary(page, { environment, terminal });
}

/** Adds a page of Markdown to the job's summary; does nothing elsewhere. */
async function tellStepSummary(
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
