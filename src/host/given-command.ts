/** Runs a command that a scenario gives. What its words refer to in the environment is put in now, and appears nowhere else. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { env as own } from 'node:process';
import { redactText } from '../kit/redact.js';
import { lookUp, replaceReferences } from '../kit/references.js';
import type { LinedCommand } from '../kit/shell-line.js';
import { endOfProgram, lastLines, type ProgramOptions } from './run-program.js';

const wordsMax = 600;
/** A shorter piece of a secret gives nothing away, and may stand anywhere. */
const tellingLength = 4;

export interface GivenOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onStart?: ProgramOptions['onStart'];
}

export interface CommandEnd {
  /** Null when it did not end by itself in time. */
  readonly code: number | null;
  /** It belongs to another user, and could not be ended when its time was over. */
  readonly isLeft?: boolean;
  /** What it said on stdout. */
  readonly out: string;
  /** Its last words, for people: short, and without what came from the environment. */
  readonly words: string;
}

/** Resolves however it ends. Rejects when it cannot be started, or refers to a variable that is not set. */
export async function runGiven(command: LinedCommand, options: GivenOptions): Promise<CommandEnd> {
  const secrets = new Set<string>();
  const put = (text: string): string => (command.hasReferences === true ? putIn(text, secrets) : text);
  const [program = '', ...args] = command.argv.map(put);
  const env = Object.fromEntries(Object.entries(command.env ?? {}).map(([name, value]) => [name, put(value)]));
  const { input, cwd } = command;
  try {
    const place = { input, cwd, env: { ...own, ...env } };
    const { code, isLeft, out, said } = await endOfProgram(program, args, { ...options, ...place });
    return { code, isLeft, out: out.trim(), words: lastLines(hide(said, secrets)).slice(-wordsMax) };
  } catch (error) {
    throw new Error(hide(reasonOf(error as NodeJS.ErrnoException, program), secrets), { cause: error });
  }
}

/** What this machine lacks to run it: the directory to run it in, the program. What is only known with a variable that is not set here, or for a node, is not looked for. */
export async function whatIsMissing({ argv, cwd = '.', hasReferences }: LinedCommand): Promise<readonly string[]> {
  const [directory, program] = [cwd, argv[0] ?? ''].map((text) => (hasReferences === true ? valueHere(text) : text));
  const isDirectoryMissing = isKnown(directory) && !(await mayRun(resolve(directory)));
  const isWithin = isKnown(program) && program.includes('/') && !program.startsWith('/');
  const canLook = isKnown(program) && (!isWithin || (isKnown(directory) && !isDirectoryMissing));
  return [
    ...(isDirectoryMissing ? [`the directory ${cwd}`] : []),
    ...(canLook && !(await isHere(program, directory ?? '.')) ? [argv[0] ?? ''] : []),
  ];
}

/** A placeholder stands for something else on each node. */
function isKnown(text: string | null | undefined): text is string {
  return text != null && !/[{}]/u.test(text);
}

/** Null where a variable is not set. */
function valueHere(text: string): string | null {
  try {
    return putIn(text, new Set());
  } catch {
    return null;
  }
}

async function isHere(program: string, directory: string): Promise<boolean> {
  if (program.startsWith('/')) return mayRun(program);
  const places = program.includes('/') ? [resolve(directory)] : (own['PATH'] ?? '').split(delimiter);
  for (const place of places) if (await mayRun(join(place, program))) return true;
  return false;
}

async function mayRun(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function putIn(text: string, secrets: Set<string>): string {
  return replaceReferences(text, (content) => {
    const referred = lookUp(content, own);
    if (referred.kind === 'value') {
      if (referred.isFromEnvironment) secrets.add(referred.text);
      return referred.text;
    }
    if (referred.kind === 'nameless') throw new Error(`"\${${content}}" does not name an environment variable.`);
    throw new Error(`The environment variable ${referred.name} is not set here.`);
  });
}

/** The text may be the last part of a longer one, and begin in the midst of a secret; a program may say single lines of one. Long ones first: one may be part of another. */
function hide(text: string, secrets: ReadonlySet<string>): string {
  const lines = [...secrets].flatMap((secret) => secret.split('\n')).map((line) => line.trim());
  const known = [...secrets, ...lines.filter((line) => line.length >= tellingLength)]
    .filter((secret) => secret !== '')
    .sort((left, right) => right.length - left.length);
  const begun = [...secrets].reduce(hideEndOf, text);
  return redactText(known.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), begun));
}

/** Where the text begins with the end of the secret. */
function hideEndOf(text: string, secret: string): string {
  for (let from = 1; from <= secret.length - tellingLength; from += 1) {
    if (text.startsWith(secret.slice(from))) return `***${text.slice(secret.length - from)}`;
  }
  return text;
}

function reasonOf(error: NodeJS.ErrnoException, program: string): string {
  if (error.code === 'ENOENT') return `${program} is not found, or the directory to run it in`;
  return error.message;
}
