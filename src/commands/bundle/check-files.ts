/** Compares the files of a bundle with its manifest: every one there, none added, none changed. All that is wrong is told at once. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile, hashText } from './hash-file.js';
import { manifestFile, parseManifest } from './manifest.js';

export interface CheckedFiles {
  readonly files: number;
  /** SHA-256 of the manifest itself; null when there is none. */
  readonly digest: string | null;
  /** Whole sentences. */
  readonly problems: readonly string[];
}

export async function checkFiles(bundle: string): Promise<CheckedFiles> {
  const text = await readFile(join(bundle, manifestFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const { files, others } = await filesIn(bundle, '');
  const strange = others.map((path) => `${path} is neither a file nor a folder: a link, or worse.`);
  if (text === null)
    return { files: 0, digest: null, problems: [`There is no ${manifestFile}: this is no bundle.`, ...strange] };
  const { entries, problems } = parseManifest(text);
  const found = new Set(files);
  const known = new Set([...entries.map(({ path }) => path), ...others]);
  const added = files.filter((path) => path !== manifestFile && !known.has(path));
  const compared: string[] = [];
  for (const { path, sha256 } of entries) {
    if (others.includes(path)) continue;
    if (!found.has(path)) compared.push(`${path} is missing.`);
    else if ((await hashFile(join(bundle, path))) !== sha256) compared.push(`${path} was changed.`);
  }
  return {
    files: entries.length,
    digest: hashText(text),
    problems: [...problems, ...strange, ...compared, ...added.map((path) => `${path} was added.`)],
  };
}

/** Paths from the bundle, with slashes. Links are never followed. */
async function filesIn(
  directory: string,
  prefix: string,
): Promise<{ readonly files: readonly string[]; readonly others: readonly string[] }> {
  const files: string[] = [];
  const others: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = `${prefix}${entry.name}`;
    if (entry.isFile()) files.push(path);
    else if (entry.isDirectory()) {
      const inside = await filesIn(join(directory, entry.name), `${path}/`);
      files.push(...inside.files);
      others.push(...inside.others);
    } else others.push(path);
  }
  return { files: files.sort(), others: others.sort() };
}
