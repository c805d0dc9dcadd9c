/** Where this machine keeps a program or a library, looked for in PATH and in the places that PATH of an ordinary user leaves out. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const moreFolders = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/usr/libexec', '/opt/homebrew/bin'];

/** Path of the first of these names that can be executed, or null. */
export function findProgram(...names) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...moreFolders];
  return firstUsable(
    names.flatMap((name) => folders.map((folder) => join(folder, name))),
    constants.X_OK,
  );
}

export function firstExecutable(paths) {
  return firstUsable(paths, constants.X_OK);
}

export function firstReadable(paths) {
  return firstUsable(paths, constants.R_OK);
}

function firstUsable(paths, mode) {
  return paths.find((path) => isUsable(path, mode)) ?? null;
}

function isUsable(path, mode) {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
