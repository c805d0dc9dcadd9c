/** A command as a line that a person can copy into a shell. paystorm itself uses no shell. */
import { splitByReferences } from './references.js';

export interface LinedCommand {
  readonly argv: readonly string[];
  /** What it reads. */
  readonly input?: string | undefined;
  /** Directory to run in. */
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Whether ${VAR} in its words are references, which the shell is to put in. */
  readonly hasReferences?: boolean | undefined;
}

export function shellLine({ argv, input, cwd, env = {}, hasReferences = false }: LinedCommand): string {
  const word = (text: string): string => (hasReferences ? quoteAround(text) : quote(text));
  const variables = Object.entries(env).map(([name, value]) => `${name}=${word(value)}`);
  const command = [...variables, ...argv.map(word)].join(' ');
  const fed = input === undefined ? command : `printf %s ${quote(input)} | ${command}`;
  return cwd === undefined ? fed : `cd ${quote(cwd)} && ${fed}`;
}

/** Left alone where a shell would take it for nothing else. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** References in double quotes, so that a value with spaces stays one word. */
function quoteAround(text: string): string {
  const pieces = splitByReferences(text);
  return pieces.length === 0
    ? "''"
    : pieces.map((piece) => (piece.isReference ? `"${piece.text}"` : quote(piece.text))).join('');
}
