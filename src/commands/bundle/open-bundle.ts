/** A bundle as a folder: itself, or what an archive holds, unpacked aside for as long as it is looked at. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isArchive, unpackInto } from '../../host/tar.js';
import { messageOf, ToolError } from '../../kit/error.js';

export interface OpenedBundle extends AsyncDisposable {
  readonly directory: string;
}

export async function openBundle(named: string): Promise<OpenedBundle> {
  const path = resolve(named);
  const found = await stat(path).catch((error: unknown) => {
    throw new ToolError('setupFailed', `${path} cannot be read: ${messageOf(error)}.`, 'Name the bundle.');
  });
  if (found.isDirectory()) return { directory: path, [Symbol.asyncDispose]: async () => undefined };
  if (!isArchive(path)) {
    const hint = 'A bundle is a folder, or an archive whose name ends in .tar.gz.';
    throw new ToolError('setupFailed', `${path} is no bundle.`, hint);
  }
  const aside = await mkdtemp(join(tmpdir(), 'paystorm-bundle-'));
  const remove = (): Promise<void> => rm(aside, { recursive: true, force: true });
  try {
    await unpackInto(aside, path);
    return { directory: await onlyFolderIn(aside, path), [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function onlyFolderIn(directory: string, archive: string): Promise<string> {
  const [first, ...others] = await readdir(directory, { withFileTypes: true });
  if (first?.isDirectory() === true && others.length === 0) return join(directory, first.name);
  const message = `${archive} holds other things than one folder.`;
  throw new ToolError('guardRefused', message, 'It was made or changed by something else: ask for the original.');
}
