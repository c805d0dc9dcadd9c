/** Manifests that can be believed, and those that cannot. */
import { describe, expect, it } from 'vitest';
import { isInside, parseManifest, printManifest } from '../../../../src/commands/bundle/manifest.js';

const sha = (digit: string): string => digit.repeat(64);

describe('a manifest', () => {
  const entries = [
    { path: 'evidence/run-01/events.ndjson', sha256: sha('b') },
    { path: 'README.txt', sha256: sha('a') },
    { path: 'evidence/a file with spaces', sha256: sha('c') },
  ];

  it('is read as it was written, sorted', () => {
    const text = printManifest(entries);
    expect(text.split('\n')[0]).toBe(`${sha('a')}  README.txt`);
    expect(parseManifest(text)).toEqual({
      entries: entries.toSorted((left, right) => (left.path < right.path ? -1 : 1)),
      problems: [],
    });
  });

  it('tells every line that is wrong, with its number, and reads the others', () => {
    const lines = [
      'not a line',
      `${sha('a')}  good`,
      `${sha('b')}  good`,
      `${sha('G')}  upper`,
      `${sha('a')}  SHA256SUMS`,
    ];
    const { entries: read, problems } = parseManifest(`${lines.join('\n')}\n`);
    expect(read).toEqual([{ path: 'good', sha256: sha('a') }]);
    expect(problems.map((each) => each.slice(0, 6))).toEqual(['Line 1', 'Line 3', 'Line 4', 'Line 5']);
  });

  it('that ends in the middle of a line is not whole', () => {
    expect(parseManifest(`${sha('a')}  good`).problems).toContain('SHA256SUMS ends in the middle of a line.');
  });
});

it.each([
  '../etc/passwd',
  '/etc/passwd',
  'a/../../b',
  './a',
  'a//b',
  'a/',
  'a\\..\\b',
  'C:/a',
  'a\u0000b',
  'a\u202eb',
  '',
])('%j leads out of a bundle, or hides where it leads', (path) => {
  expect(isInside(path)).toBe(false);
  expect(parseManifest(`${sha('a')}  ${path}\n`).entries).toEqual([]);
});

it.each(['a', 'evidence/run-01/events.ndjson', '..a/b..', 'a b'])('%j is a file inside it', (path) => {
  expect(isInside(path)).toBe(true);
});
