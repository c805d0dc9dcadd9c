/** Tells something that does not keep a command from going on. */
import { wrapLines } from '../catalog/reporters/words/wrap.js';
import type { Terminal } from './context.js';

export type WarnedTerminal = Pick<Terminal, 'err' | 'isTty' | 'columns'>;

/** A person's terminal breaks at blanks; a log keeps one line for each. */
export function warn({ err, isTty, columns }: WarnedTerminal, text: string): void {
  const line = `warning: ${text}`;
  err(`${isTty ? wrapLines(line, columns) : line}\n`);
}
