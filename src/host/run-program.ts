/** Runs a program to its end without a shell and returns what it said; a failure quotes its last words. */
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { kill } from 'node:process';
import type { Writable } from 'node:stream';
import { deadlineAfter } from '../kit/abort.js';
import { createSystemClock } from '../kit/clock.js';
import { ToolError } from '../kit/error.js';
import type { ServerAccount } from './server-user.js';

const keptCharacters = 16_384;
/** What a program leaves running may keep its pipes open for ever; what it said itself is there by then. */
const lastWordsMs = 100;
/** Becomes the program, as the same process, when it reads a line. When its input ends instead, because whoever started it is gone, it ends and nothing was done. */
const gate = ['/bin/sh', '-c', 'read -r PAYSTORM_GATE && exec "$@"', 'sh'] as const;

export interface ProgramOptions {
  readonly input?: string | undefined;
  /** Read instead of `input`, which may be long. */
  readonly inputFile?: string | undefined;
  /** Directory to run in. */
  readonly cwd?: string | undefined;
  readonly timeoutMs: number;
  /** In place of this process' own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends it early, with all that it has started. */
  readonly signal?: AbortSignal | undefined;
  /** Told of its process, which does nothing before this resolves, nor ever when the caller dies before; what it resolves to is disposed when the program has ended, and not while it is left at work. */
  readonly onStart?: ((pid: number) => Promise<AsyncDisposable>) | undefined;
  /** As whom to run it; the calling user when left out. */
  readonly account?: ServerAccount | null;
}

export interface ProgramEnd {
  /** Null when it was ended by a signal, or could not be. */
  readonly code: number | null;
  /** Its time was over and it belongs to another user, as what sudo has started does: it may still be at work. */
  readonly isLeft: boolean;
  /** Its last words on stdout, and those on both. */
  readonly out: string;
  readonly said: string;
}

/** Rejects with a ToolError when it does not end with 0. */
export async function runProgram(program: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const { code, isLeft, said } = await endOfProgram(program, args, options);
  if (code === 0) return said;
  throw new ToolError(
    'setupFailed',
    `${program} ${isLeft ? 'could not be ended' : `ended with ${code ?? 'a signal'}`}: ${tellingLines(said)}`,
    'See the lines above.',
  );
}

/**
 * Resolves however it ends, and when its time is over in any case; rejects when it cannot be started, or given what it was to read. It leads a process group of its own: a Ctrl-C on
 * the terminal is not meant for it, and when its time is over everything that it has started ends with it.
 */
export async function endOfProgram(
  program: string,
  args: readonly string[],
  { input = '', inputFile, timeoutMs, signal, onStart, account = null, ...place }: ProgramOptions,
): Promise<ProgramEnd> {
  const isHeld = onStart !== undefined;
  const [file, ...words] = isHeld ? ([...gate, program, ...args] as const) : ([program, ...args] as const);
  const identity = asAccount(account);
  const child = spawn(file, words, { stdio: ['pipe', 'pipe', 'pipe'], detached: true, ...identity, ...place } as const);
  const said = hear(child);
  const unfed = new AbortController();
  using deadline = deadlineAfter(timeoutMs, signal);
  const leaving = new AbortController();
  const endGroup = (): void => {
    if (!killGroup(child)) leaving.abort();
  };
  for (const end of [deadline.signal, unfed.signal]) {
    end.addEventListener('abort', endGroup);
    if (end.aborted) endGroup();
  }
  let started: AsyncDisposable | undefined;
  let isLeft = false;
  try {
    const hasClosed = once(child, 'close', leaving).catch(() => undefined);
    const hasExited = once(child, 'exit', leaving) as Promise<[number | null]>;
    hasExited.catch(() => undefined);
    if (child.pid !== undefined) started = await onStart?.(child.pid);
    feed(child.stdin, { input: isHeld ? `\n${input}` : input, inputFile }, unfed);
    const [code] = await hasExited;
    await Promise.race([hasClosed, createSystemClock().sleep(lastWordsMs)]);
    unfed.signal.throwIfAborted();
    return { code, isLeft: false, ...said };
  } catch (error) {
    isLeft = leaving.signal.aborted && child.exitCode === null && child.signalCode === null;
    unfed.signal.throwIfAborted();
    if (!leaving.signal.aborted) throw error;
    // It goes on without anybody who waits for it.
    child.unref();
    return { code: null, isLeft: true, ...said };
  } finally {
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
    if (!isLeft) await started?.[Symbol.asyncDispose]();
  }
}

/** What it has said so far: the last of it. */
function hear({ stdout, stderr }: ChildProcessWithoutNullStreams): Pick<ProgramEnd, 'out' | 'said'> {
  const words = { out: '', said: '' };
  const keep = (stream: keyof typeof words) => (chunk: string) => {
    words[stream] = (words[stream] + chunk).slice(-keptCharacters);
  };
  stdout.setEncoding('utf8').on('data', keep('out')).on('data', keep('said'));
  stderr.setEncoding('utf8').on('data', keep('said'));
  return words;
}

/** Aborts when the file cannot be read to its end: a program that is given a part of it might take that for all. */
function feed(
  stdin: Writable,
  { input, inputFile }: { readonly input: string; readonly inputFile: string | undefined },
  unfed: AbortController,
): void {
  // A program that ends without reading its input closes the pipe; its exit code tells why.
  stdin.on('error', () => undefined);
  if (inputFile === undefined) return void stdin.end(input);
  stdin.write(input);
  const file = createReadStream(inputFile);
  file.on('error', (cause) => unfed.abort(new Error(`${inputFile} cannot be read: ${cause.message}`, { cause })));
  stdin.on('close', () => file.destroy());
  file.pipe(stdin);
}

/** What `spawn` has to know to run a program as this account. */
export function asAccount(account: ServerAccount | null): { readonly uid?: number; readonly gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-6).join('\n');
}

/** Those that name an error: after them an installer may go on for a page about whom to ask. The last ones where none does. */
function tellingLines(text: string): string {
  const errors = text.split('\n').filter((line) => /\berror\b/iu.test(line));
  return lastLines(errors.length === 0 ? text : errors.join('\n'));
}

/** False when it is not for this user to end it. */
function killGroup({ pid }: ChildProcess): boolean {
  if (pid === undefined) return true;
  try {
    return kill(-pid, 'SIGKILL');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPERM') return false;
    if (code === 'ESRCH') return true;
    throw error;
  }
}
