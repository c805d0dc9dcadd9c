/** The manifest of a bundle: one SHA-256 for each file, in the form that `sha256sum -c` reads, so that nobody needs paystorm to check it. */

export const manifestFile = 'SHA256SUMS';

export interface ManifestEntry {
  /** Inside the bundle, with slashes. */
  readonly path: string;
  readonly sha256: string;
}

export interface ReadManifest {
  readonly entries: readonly ManifestEntry[];
  /** Whole sentences, one for each line that is none of a manifest. */
  readonly problems: readonly string[];
}

const linesMax = 100_000;
const form = /^([0-9a-f]{64}) [ *](.+)$/u;

/** Sorted by path, so that equal files give an equal manifest. */
export function printManifest(entries: readonly ManifestEntry[]): string {
  const sorted = entries.toSorted((left, right) => (left.path < right.path ? -1 : 1));
  return sorted.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
}

export function parseManifest(text: string): ReadManifest {
  const lines = text.split('\n');
  const problems: string[] = [];
  if (lines.pop() !== '') problems.push(`${manifestFile} ends in the middle of a line.`);
  if (lines.length > linesMax) return { entries: [], problems: [`${manifestFile} has more than ${linesMax} lines.`] };
  const entries = new Map<string, ManifestEntry>();
  lines.forEach((line, index) => {
    const problem = problemOf(line, entries);
    if (problem !== null) problems.push(`Line ${index + 1} of ${manifestFile} ${problem}.`);
  });
  return { entries: [...entries.values()], problems };
}

/** Takes the line up where there is none. */
function problemOf(line: string, entries: Map<string, ManifestEntry>): string | null {
  const [, sha256, path] = form.exec(line) ?? [];
  if (sha256 === undefined || path === undefined) return 'is no checksum and name';
  if (!isInside(path)) return `names ${JSON.stringify(path)}, which is no file inside the bundle`;
  if (path === manifestFile) return 'names the manifest itself';
  if (entries.has(path)) return `names ${path} a second time`;
  entries.set(path, { path, sha256 });
  return null;
}

/** Whether a name cannot lead out of its folder on any system, nor be shown as another one. */
export function isInside(path: string): boolean {
  if (/[\\:]|\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
