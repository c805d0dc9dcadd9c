/** When the sources must be compiled anew: when a name or a content changed. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isBuildCurrent, stampBuild } from '../../../tools/setup/build.mjs';

const sources = [
  'src/main.ts',
  'src/kit/a.ts',
  'tsconfig.json',
  'package-lock.json',
  'tools/bundle-programs.mjs',
  'tools/bundle-report.mjs',
];
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'paystorm build '));
  for (const path of [...sources, 'dist/main.js']) write(path, path);
  stampBuild(root);
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

it('what was just built is current, also when a source is touched', () => {
  expect(isBuildCurrent(root)).toBe(true);
  utimesSync(join(root, 'src/main.ts'), new Date(), new Date());
  expect(isBuildCurrent(root)).toBe(true);
});

it.each(sources)('a change of %s asks for a build', (path) => {
  write(path, 'changed');
  expect(isBuildCurrent(root)).toBe(false);
});

it('a new source asks for a build, and a removed one', () => {
  write('src/new.ts', '');
  expect(isBuildCurrent(root)).toBe(false);
  rmSync(join(root, 'src/new.ts'));
  rmSync(join(root, 'src/kit/a.ts'));
  expect(isBuildCurrent(root)).toBe(false);
});

it('a build that was removed or never finished is not current', () => {
  rmSync(join(root, 'dist'), { recursive: true });
  expect(isBuildCurrent(root)).toBe(false);
});
