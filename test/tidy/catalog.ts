/** The catalog's contract: one thing per file or folder, registered by one line, called by its file's name, and independent of every other entry. */
import { basename } from 'node:path';
import { importsOf, isSource, type Rule, type TextFile } from './repository.js';

/** A folder of this name holds what the entries beside it share; it is no entry. */
const sharedFolder = 'words';

export const everyEntryRegistered: Rule = (files) =>
  kindFolders(files).flatMap((folder) => {
    const registered = registeredIn(folder, files);
    const inside = files.filter((file) => isSource(file) && file.path.startsWith(`${folder}/`));
    const loose = inside.filter((file) => isEntryFile(folder, file.path));
    return loose
      .filter((file) => !registered.includes(file.path))
      .map((file) => `${file.path} is not exported by ${folder}/index.ts.`);
  });

export const kindIsFileName: Rule = (files) =>
  kindFolders(files).flatMap((folder) =>
    registeredIn(folder, files).flatMap((path) => {
      const entry = files.find((file) => file.path === path);
      if (entry === undefined) return [`${folder}/index.ts exports ${path}, which does not exist.`];
      const kind = /^ {2}kind: '([^']+)'/mu.exec(entry.text)?.[1];
      return kind === basename(path, '.ts')
        ? []
        : [`${path} is of the kind "${kind ?? ''}"; file and kind must agree.`];
    }),
  );

export const entriesIndependent: Rule = (files) =>
  files
    .filter((file) => isSource(file) && entryOf(file.path) !== null && basename(file.path) !== 'index.ts')
    .flatMap((file) => {
      const entry = entryOf(file.path);
      const others = importsOf(file).filter((target) => entryOf(target) !== null && entryOf(target) !== entry);
      const forbidden = others.filter((target) => entryOf(target)?.split('/').at(-1) !== sharedFolder);
      return forbidden.map((target) => `${file.path} imports ${target} of another entry.`);
    });

/** "faults/node-kill" for both catalog/faults/node-kill.ts and catalog/faults/node-kill/heal.ts; null outside of the kinds' folders. */
function entryOf(path: string): string | null {
  const [, kindFolder, entry] = /^src\/catalog\/([^/]+)\/([^/]+)/u.exec(path) ?? [];
  return kindFolder === undefined || entry === undefined ? null : `${kindFolder}/${entry.replace(/\.ts$/u, '')}`;
}

function kindFolders(files: readonly TextFile[]): readonly string[] {
  const inside = files.filter((file) => isSource(file) && entryOf(file.path) !== null);
  return [...new Set(inside.map((file) => file.path.split('/').slice(0, 3).join('/')))];
}

/** A file beside the index, or the file in a folder that has the folder's name. */
function isEntryFile(folder: string, path: string): boolean {
  const [first = '', second, ...deeper] = path.slice(folder.length + 1).split('/');
  if (second === undefined) return first !== 'index.ts';
  return deeper.length === 0 && second === `${first}.ts`;
}

function registeredIn(folder: string, files: readonly TextFile[]): readonly string[] {
  const index = files.find((file) => file.path === `${folder}/index.ts`);
  return index === undefined ? [] : importsOf(index).filter((target) => target.startsWith(`${folder}/`));
}
