/** The repository as the tidy rules see it: every text file with its path. A rule is a function from such files to what is wrong with them, so that each can be shown a small failing example. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface TextFile {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Each finding is a sentence that begins with the path. */
export type Rule = (files: readonly TextFile[]) => readonly string[];

export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

const notOurs = new Set(['.git', 'node_modules', 'dist', 'coverage', '.setup-lock']);
const textFile = /(?:\.(?:ts|mjs|json|ya?ml|md|css)|^[^.]+|^\.[a-z]+)$/u;

/** `reports/` is read only as far as it is committed. */
export function readRepository(): readonly TextFile[] {
  return listFiles('').map((path) => ({ path, text: readFileSync(join(repositoryRoot, path), 'utf8') }));
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(join(repositoryRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) || isRunOutput(path) ? [] : listFiles(path);
    return entry.isFile() && textFile.test(entry.name) ? [path] : [];
  });
}

function isRunOutput(path: string): boolean {
  return /^reports\/(?!sample$)/u.test(path);
}

/** Everything a file imports, relative paths resolved to files of the repository. */
export function importsOf({ path, text }: TextFile): readonly string[] {
  const statements = text.matchAll(/^(?:import|export)\s+(?:[\w*{][^'"`;=]*?\sfrom\s+)?'([^']+)'/gmu);
  const calls = text.matchAll(/\bimport\(\s*'([^']+)'/gu);
  return [...statements, ...calls].map(([, target = '']) => {
    if (!target.startsWith('.')) return target;
    return posix.join(dirname(path), target).replace(/\.js$/u, '.ts');
  });
}

export function isSource({ path }: TextFile): boolean {
  return path.startsWith('src/') && path.endsWith('.ts');
}

/** The report page's own script runs in a browser, where neither Node nor the run's clock is. */
export function runsInNode({ path }: TextFile): boolean {
  return !path.startsWith('src/catalog/reporters/html/browser/');
}

export function isCode({ path }: TextFile): boolean {
  return /\.(?:ts|mjs)$/u.test(path);
}
