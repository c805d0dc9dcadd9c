/** When the packages must be installed anew: when their versions differ, not when a file is younger. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { arePackagesCurrent } from '../../../tools/setup/npm-packages.mjs';

const locked = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/a-other-platform': { version: '1.0.0', optional: true },
};
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'paystorm packages '));
  writeLock('package-lock.json', locked);
});
afterEach(() => rmSync(root, { recursive: true }));

function writeLock(name: string, packages: object): void {
  writeFileSync(join(root, name), JSON.stringify({ packages }));
}

function install(version: string): void {
  mkdirSync(join(root, 'node_modules', 'a'), { recursive: true });
  writeFileSync(join(root, 'node_modules', 'a', 'package.json'), '{}');
  writeLock('node_modules/.package-lock.json', { 'node_modules/a': { version } });
}

it('nothing is installed yet', () => {
  expect(arePackagesCurrent(root)).toBe(false);
});

it('the locked version is installed, the package of another platform is not', () => {
  install('1.0.0');
  expect(arePackagesCurrent(root)).toBe(true);
});

it('another version is installed', () => {
  install('0.9.0');
  expect(arePackagesCurrent(root)).toBe(false);
});

it("a package's folder was removed", () => {
  install('1.0.0');
  rmSync(join(root, 'node_modules', 'a'), { recursive: true });
  expect(arePackagesCurrent(root)).toBe(false);
});
