/** What package.json and its lock file promise: exact versions, whole for every platform, from nowhere in particular. */
import type { Rule, TextFile } from './repository.js';

interface LockEntry {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export const exactVersions: Rule = (files) =>
  Object.entries(dependenciesOf(files))
    .filter(([, version]) => !/^\d+\.\d+\.\d+$/u.test(version))
    .map(([name, version]) => `package.json asks for ${name} ${version}, which is not one exact version.`);

/** npm ci refuses a lock file that names a platform's package without having an entry for it. */
export const lockFileWhole: Rule = (files) => {
  const packages = lockEntries(files);
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !has(packages, path, name))
      .map((name) => `package-lock.json has no entry for ${name}, which ${path} may need: npm ci would refuse it.`),
  );
};

export const lockFileWithoutAddresses: Rule = (files) =>
  Object.entries(lockEntries(files))
    .filter(([, { resolved }]) => resolved !== undefined)
    .map(([path]) => `package-lock.json says from where ${path} comes; that belongs to the user's own settings.`);

/** Commands of package.json name files that exist. */
export const scriptsExist: Rule = (files) => {
  const known = new Set(files.map((file) => file.path));
  return Object.entries(scriptsOf(files)).flatMap(([name, command]) =>
    [...command.matchAll(/\b[\w/.-]+\.(?:mjs|json)\b/gu)]
      .filter(([path]) => !known.has(path))
      .map(([path]) => `The script ${name} of package.json names ${path}, which does not exist.`),
  );
};

/** npm links a command only when its file is there at that moment, and npx never looks again: nothing that is compiled first can be one. */
export const commandsExist: Rule = (files) => {
  const known = new Set(files.map((file) => file.path));
  return Object.entries((read(files, 'package.json')['bin'] ?? {}) as Record<string, string>)
    .filter(([, path]) => !known.has(path))
    .map(([name, path]) => `The command ${name} of package.json is ${path}, which is not there before the build.`);
};

export function scriptsOf(files: readonly TextFile[]): Readonly<Record<string, string>> {
  return (read(files, 'package.json')['scripts'] ?? {}) as Record<string, string>;
}

function dependenciesOf(files: readonly TextFile[]): Readonly<Record<string, string>> {
  const { dependencies, devDependencies } = read(files, 'package.json');
  return { ...(dependencies as object), ...(devDependencies as object) };
}

function lockEntries(files: readonly TextFile[]): Readonly<Record<string, LockEntry>> {
  return (read(files, 'package-lock.json')['packages'] ?? {}) as Record<string, LockEntry>;
}

/** A package's own node_modules, or one further out. */
function has(packages: Readonly<Record<string, LockEntry>>, path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

function read(files: readonly TextFile[], path: string): Readonly<Record<string, unknown>> {
  const text = files.find((file) => file.path === path)?.text ?? '{}';
  return JSON.parse(text) as Record<string, unknown>;
}
