/** The end of a study: its page in the folder, what is printed, how it could go on, and the exit code. */
import { join } from 'node:path';
import { exitCodes } from '../../model/exit-code.js';
import type { Terminal } from '../context.js';
import { replaceFile, shownPath } from '../write-reports.js';

export interface Concluded {
  readonly directory: string;
  readonly page: { readonly file: string; readonly text: string };
  readonly printed: string;
  readonly isInterrupted: boolean;
  readonly exitCode: number;
}

/** Resolves to the exit code: the verdict's, unless that is a pass without its page. */
export async function concludeStudy(
  { directory, page, printed, isInterrupted, exitCode }: Concluded,
  terminal: Terminal,
): Promise<number> {
  const failure = await replaceFile(join(directory, page.file), page.text);
  terminal.out(printed);
  if (isInterrupted) terminal.err(`${howToContinue(directory)}\n`);
  if (failure === null) return exitCode;
  terminal.err(`paystorm: ${page.file} could not be written: ${failure}. The verdict stands.\n`);
  return exitCode === exitCodes.pass ? exitCodes.setupFailed : exitCode;
}

export function howToContinue(directory: string): string {
  return `The same command with --out ${shownPath(directory)} goes on from there; nothing that was measured is lost.`;
}
