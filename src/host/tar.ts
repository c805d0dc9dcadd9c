/** Folders as one file, by the `tar` that every system has: it has kept hostile archives within their folder for decades, and nobody needs a package to unpack what it made. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { deadlineAfter } from '../kit/abort.js';
import { messageOf, ToolError } from '../kit/error.js';
import { formatBytes, formatCount } from '../kit/format.js';
import { findProgram } from './find-program.js';
import { endOfProgram, lastLines } from './run-program.js';

/** Tens of gigabytes. */
const timeMaxMs = 3_600_000;
const keptCharacters = 16_384;

/** What an archive may become: a file of a few kilobytes can hold a disk full of zeros. */
export interface UnpackLimits {
  readonly bytesMax: number;
  /** Files, folders and links. */
  readonly entriesMax: number;
}

const unpackLimits: UnpackLimits = { bytesMax: 32 * 1024 ** 3, entriesMax: 100_000 };

export function isArchive(path: string): boolean {
  return /\.(?:tar\.gz|tgz)$/u.test(path);
}

/** `name` is a folder in `parent`. Rejects with a ToolError when the file cannot be written. */
export async function packFolder(parent: string, name: string, file: string): Promise<void> {
  const args = ['-czf', file, '-C', parent, '--', name];
  const { code, said } = await endOfProgram(await tarProgram(), args, { timeoutMs: timeMaxMs });
  if (code !== 0) throw failure(`${file} could not be packed`, lastLines(said));
}

/**
 * Into a folder that is empty. What is in it then, links among it, is for the caller to judge. Links are made last, so nothing is written through one; names that lead out of the
 * folder are refused. Rejects with a ToolError where it is no archive, or more than the limits allow; what was unpacked until then stays.
 */
export async function unpackInto(directory: string, file: string, limits: UnpackLimits = unpackLimits): Promise<void> {
  // It names each entry when it comes to it.
  const args = ['-xvf', '-', '-C', directory, '--no-same-owner', '--no-same-permissions'];
  const child = spawn(await tarProgram(), args, { stdio: 'pipe' });
  using deadline = deadlineAfter(timeMaxMs);
  const excess = new AbortController();
  const signal = AbortSignal.any([deadline.signal, excess.signal]);
  signal.addEventListener('abort', () => child.kill('SIGKILL'));
  const refuse = (what: string): void => excess.abort(new Error(what));
  const said = countLines([child.stdout, child.stderr], (lines) => {
    if (lines > limits.entriesMax) refuse(`more than ${formatCount(limits.entriesMax)} files`);
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const fed = pipeline(
    createReadStream(file),
    createGunzip(),
    (chunks: AsyncIterable<Buffer>) => upTo(limits.bytesMax, chunks, refuse),
    child.stdin,
    { signal },
  ).catch((error: NodeJS.ErrnoException) => {
    // It has read to the end of the archive, or complains: its exit code tells.
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE') return undefined;
    child.kill('SIGKILL');
    return messageOf(error);
  });
  const [[code], unfed] = await Promise.all([ended, fed]);
  if (excess.signal.aborted) throw tooMuch(file, messageOf(excess.signal.reason));
  if (code !== 0 || unfed !== undefined)
    throw failure(`${file} could not be unpacked`, unfed ?? (lastLines(said()) || `tar ended with ${code}`));
}

async function* upTo(
  bytesMax: number,
  chunks: AsyncIterable<Buffer>,
  refuse: (what: string) => void,
): AsyncIterable<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > bytesMax) {
      refuse(`more than ${formatBytes(bytesMax)}`);
      return;
    }
    yield chunk;
  }
}

/** What it says to either side, one tar or the other. Returns its last words. */
function countLines(streams: readonly Readable[], onLines: (lines: number) => void): () => string {
  let lines = 0;
  let said = '';
  for (const stream of streams)
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-keptCharacters);
      lines += chunk.split('\n').length - 1;
      onLines(lines);
    });
  return () => said;
}

async function tarProgram(): Promise<string> {
  const program = await findProgram(['tar']);
  if (program !== null) return program;
  const hint = 'Install it, or use a folder in place of an archive.';
  throw new ToolError('setupFailed', 'The program tar is missing.', hint);
}

function failure(what: string, why: string): ToolError {
  return new ToolError('setupFailed', `${what}: ${why}`, 'See the words above.');
}

function tooMuch(file: string, what: string): ToolError {
  const hint =
    'Ask for the original. If it is that large, unpack it yourself where there is room, and name the folder.';
  return new ToolError('guardRefused', `${file} would become ${what} when it is unpacked.`, hint);
}
