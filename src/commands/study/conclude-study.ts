/** The end of a study: its pages in the folder, what is printed, how it could go on, and the exit code. */
import { join } from 'node:path';
import { printPage } from '../../host/browser.js';
import { exitCodes } from '../../model/exit-code.js';
import type { CommandContext } from '../context.js';
import { tellGithubOfStudy } from '../tell-github.js';
import { replaceFile, shownPath } from '../write-reports.js';

export interface StudyPage {
  readonly file: string;
  readonly text: string;
}

export interface Concluded {
  readonly directory: string;
  readonly pages: readonly StudyPage[];
  /** Prints the HTML page, too; null or left out when that is not wanted. */
  readonly browser?: string | null;
  readonly printed: string;
  readonly isInterrupted: boolean;
  readonly exitCode: number;
  /** Of the exit code, most important first; none where the pages alone tell. */
  readonly reasons?: readonly string[];
}

/** Resolves to the exit code: the verdict's, unless that is a pass without its pages. */
export async function concludeStudy(concluded: Concluded, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const { directory, printed, isInterrupted, exitCode } = concluded;
  const failures = await writePages(concluded);
  terminal.out(printed);
  if (isInterrupted) terminal.err(`${howToContinue(directory)}\n`);
  for (const { file, why } of failures)
    terminal.err(`paystorm: ${file} could not be written: ${why}. The verdict stands.\n`);
  const page = concluded.pages.find(({ file }) => file.endsWith('.md'))?.text ?? '';
  await tellGithubOfStudy({ exitCode, reasons: concluded.reasons ?? [], page }, context);
  return failures.length > 0 && exitCode === exitCodes.pass ? exitCodes.setupFailed : exitCode;
}

interface Failure {
  readonly file: string;
  readonly why: string;
}

/** One page that fails does not keep the others from being written. */
export async function writePages({
  directory,
  pages,
  browser,
}: Pick<Concluded, 'directory' | 'pages' | 'browser'>): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const { file, text } of pages) {
    const page = join(directory, file);
    const why = await replaceFile(page, text);
    if (why !== null) failures.push({ file, why });
    if (why !== null || typeof browser !== 'string' || !file.endsWith('.html')) continue;
    const pdf = page.replace(/\.html$/u, '.pdf');
    const unprinted = await printPage({ browser, page, pdf });
    if (unprinted !== null) failures.push({ file: file.replace(/\.html$/u, '.pdf'), why: unprinted });
  }
  return failures;
}

export function howToContinue(directory: string): string {
  return `The same command with --out ${shownPath(directory)} goes on from there; nothing that was measured is lost.`;
}
