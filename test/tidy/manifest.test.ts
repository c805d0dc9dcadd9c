/** package.json and its lock file keep their promises. */
import { expect, it } from 'vitest';
import { commandsExist, exactVersions, lockFileWhole, lockFileWithoutAddresses, scriptsExist } from './manifest.js';
import { readRepository } from './repository.js';

const files = readRepository();
const manifest = (content: object) => [{ path: 'package.json', text: JSON.stringify(content) }];
const lock = (packages: object) => [{ path: 'package-lock.json', text: JSON.stringify({ packages }) }];

it('every dependency is one exact version', () => {
  expect(exactVersions(files)).toEqual([]);
});

it('a range is found', () => {
  expect(exactVersions(manifest({ dependencies: { a: '^1.0.0' }, devDependencies: { b: '1.0.0' } }))).toHaveLength(1);
});

it('the lock file is whole for every platform', () => {
  expect(lockFileWhole(files)).toEqual([]);
});

it("a platform's package without an entry is found; a nested one counts", () => {
  const optionalDependencies = { 'a-linux': '1.0.0', 'a-mac': '1.0.0' };
  const whole = {
    'node_modules/b/node_modules/a': { optionalDependencies },
    'node_modules/b/node_modules/a-linux': {},
  };
  expect(lockFileWhole(lock({ ...whole, 'node_modules/a-mac': {} }))).toEqual([]);
  expect(lockFileWhole(lock(whole))).toHaveLength(1);
});

it('the lock file names no address', () => {
  expect(lockFileWithoutAddresses(files)).toEqual([]);
});

it('an address is found', () => {
  expect(lockFileWithoutAddresses(lock({ 'node_modules/a': { resolved: 'https://example.org/a.tgz' } }))).toHaveLength(
    1,
  );
});

it('every file that a script names exists', () => {
  expect(scriptsExist(files)).toEqual([]);
});

it('a script without its file is found', () => {
  expect(scriptsExist(manifest({ scripts: { go: 'node tools/go.mjs' } }))).toHaveLength(1);
});

it('every command that npm links is there before the build', () => {
  expect(commandsExist(files)).toEqual([]);
});

it('a command that is compiled first is found', () => {
  expect(commandsExist(manifest({ bin: { paystorm: 'dist/main.js' } }))).toHaveLength(1);
});
