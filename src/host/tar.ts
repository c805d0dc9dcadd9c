/** Folders as one file, by the `tar` that every system has: it has kept hostile archives within their folder for decades, and nobody needs a package to unpack what it made. */
import { ToolError } from '../kit/error.js';
import { findProgram } from './find-program.js';
import { endOfProgram, lastLines } from './run-program.js';

/** Tens of gigabytes. */
const timeMaxMs = 3_600_000;

export function isArchive(path: string): boolean {
  return /\.(?:tar\.gz|tgz)$/u.test(path);
}

/** `name` is a folder in `parent`. Rejects with a ToolError when the file cannot be written. */
export async function packFolder(parent: string, name: string, file: string): Promise<void> {
  await tar(['-czf', file, '-C', parent, '--', name], `${file} could not be packed`);
}

/** Into a folder that is empty. What is in it then, links among it, is for the caller to judge. */
export async function unpackInto(directory: string, file: string): Promise<void> {
  const own = ['--no-same-owner', '--no-same-permissions'];
  await tar(['-xzf', file, '-C', directory, ...own], `${file} could not be unpacked`);
}

/** Links are made last, so nothing is written through one; names that lead out of the folder are refused. */
async function tar(args: readonly string[], failure: string): Promise<void> {
  const program = await findProgram(['tar']);
  if (program === null)
    throw new ToolError(
      'setupFailed',
      'The program tar is missing.',
      'Install it, or use a folder in place of an archive.',
    );
  const { code, said } = await endOfProgram(program, args, { timeoutMs: timeMaxMs });
  if (code === 0) return;
  throw new ToolError('setupFailed', `${failure}: ${lastLines(said)}`, 'See the words of tar above.');
}
