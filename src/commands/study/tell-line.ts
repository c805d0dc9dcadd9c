/** What a study says on its way, fitted to a terminal; in a log each sentence keeps its line. */
import { wrapLines } from '../../catalog/reporters/words/wrap.js';
import type { Terminal } from '../context.js';
import type { OutputArgs } from '../write-reports.js';
import { isSilent } from './study-args.js';

/** Nothing when the output is meant for a script. */
export function tellLine(text: string, terminal: Terminal, args: OutputArgs): void {
  if (!isSilent(args)) terminal.out(`${fitted(text, terminal)}\n`);
}

export function fitted(text: string, { isTty, columns }: Terminal): string {
  return isTty ? wrapLines(text, columns) : text;
}
