/** Files begin with what they are, names are the same everywhere, and test files are run as a whole. */
import { expect, it } from 'vitest';
import { interrupted, setupFailed } from '../../tools/setup/set-up-error.mjs';
import { exitCodes } from '../../src/model/exit-code.js';
import { namedExportsOnly, sentenceAtTheTop } from './openings.js';
import { readRepository } from './repository.js';
import { everyTestFileTests, nothingLeftOut } from './test-files.js';

const files = readRepository();
const file = (text: string, path = 'src/a.ts') => [{ path, text }];
const testFile = (text: string) => file(text, 'test/a.test.ts');

it('every file begins with a sentence that says what it is', () => {
  expect(sentenceAtTheTop(files)).toEqual([]);
});

it('a file without its sentence is found', () => {
  expect(sentenceAtTheTop(file('#!/usr/bin/env node\n/** The edge of the process. */\n'))).toEqual([]);
  expect(sentenceAtTheTop(file('/**\n * The journal of one thread.\n *\n * Details.\n */\n'))).toEqual([]);
  expect(sentenceAtTheTop(file("import a from 'b';\n/** A sentence. */\n"))).toHaveLength(1);
  expect(sentenceAtTheTop(file('/** things */\n'))).toHaveLength(1);
});

it('nothing in src is a default export', () => {
  expect(namedExportsOnly(files)).toEqual([]);
});

it('a default export is found', () => {
  expect(namedExportsOnly(file('export default 1;\n'))).toHaveLength(1);
  expect(namedExportsOnly(file('export { a as default };\n'))).toHaveLength(1);
});

it('every test file holds a test', () => {
  expect(everyTestFileTests(files)).toEqual([]);
});

it('a test file without a test is found', () => {
  expect(everyTestFileTests(testFile("// it('works', () => {})\n"))).toHaveLength(1);
  expect(everyTestFileTests(testFile("it.each([1, 2])('%i works', () => {});\n"))).toEqual([]);
});

it('no test is left out', () => {
  expect(nothingLeftOut(files)).toEqual([]);
});

it('a test that is left out is found; one that asks for its browser first is not', () => {
  expect(nothingLeftOut(testFile("it.skip('works', () => {});"))).toHaveLength(1);
  expect(nothingLeftOut(testFile("describe.only('works', () => {});"))).toHaveLength(1);
  expect(nothingLeftOut(testFile("describe.skipIf(browser === null)('works', () => {});"))).toEqual([]);
});

it('the set-up leaves with the same exit codes as the program', () => {
  expect([setupFailed, interrupted]).toEqual([exitCodes.setupFailed, exitCodes.interrupted]);
});
