/** Exceptions to a rule: each with its reason, and gone as soon as nothing needs it any more. */
import type { TextFile } from './repository.js';

/** Path, or folder ending in a slash, to the reason. */
export type Exceptions = Readonly<Record<string, string>>;

/** What the finder sees in files without an exception, and the exceptions that no file needs. */
export function withExceptions(
  files: readonly TextFile[],
  exceptions: Exceptions,
  find: (file: TextFile) => readonly string[],
): readonly string[] {
  const needed = new Set<string>();
  const findings = files.flatMap((file) => {
    const found = find(file);
    const exception = Object.keys(exceptions).find((place) => covers(place, file.path));
    if (exception === undefined) return found;
    if (found.length > 0) needed.add(exception);
    return [];
  });
  const idle = Object.keys(exceptions).filter((place) => !needed.has(place));
  return [...findings, ...idle.map((place) => `${place} needs its exception no longer: remove it from the list.`)];
}

function covers(place: string, path: string): boolean {
  return place.endsWith('/') ? path.startsWith(place) : path === place;
}
