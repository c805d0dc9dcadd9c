/** Files and functions stay short. */
import { expect, it } from 'vitest';
import { readRepository } from './repository.js';
import { fileLinesMax, filesShort, functionLinesMax, functionsShort, type Ratchet } from './sizes.js';

const files = readRepository();

const longFiles: Ratchet = {
  'test/integration/audit/audit-ledger.test.ts': 332,
};
const longFunctions: Ratchet = {};

it('no file is longer than it may be', () => {
  expect(filesShort(longFiles)(files)).toEqual([]);
});

it('a long file is found, also one that outgrew its exception, and an exception that is not needed', () => {
  const example = [{ path: 'src/a.ts', text: 'a\n'.repeat(fileLinesMax + 1) }];
  expect(filesShort({})(example)).toEqual(['src/a.ts has 201 lines; at most 200 are allowed.']);
  expect(filesShort({ 'src/a.ts': 201 })(example)).toEqual([]);
  expect(filesShort({ 'src/a.ts': 200 })(example)).toHaveLength(1);
  expect(filesShort({ 'src/b.ts': 300 })([])).toEqual(['src/b.ts is short enough now: remove it from the list.']);
});

it('no function is longer than it may be', () => {
  expect(functionsShort(longFunctions)(files)).toEqual([]);
});

it('a long function is found, whatever its form; a long object, class, loop or type is not', () => {
  const body = '  a();\n'.repeat(functionLinesMax - 1);
  const nameOf = (head: string, tail = '}') =>
    functionsShort({})([{ path: 'src/a.ts', text: `${head}\n${body}${tail}\n` }]).map((each) => each.split(' ')[1]);
  expect(nameOf('function one(a: string): { readonly b: number } {')).toEqual(['one']);
  expect(nameOf('const two = async (a: () => void) => {')).toEqual(['two']);
  expect(nameOf('class A {\n  three<B>(b: B): void {', '}}')).toEqual(['three']);
  expect(nameOf('const four = {\n  four: ({ a }) => {', '}}')).toEqual(['four']);
  expect(nameOf('const five = {')).toEqual([]);
  expect(nameOf('for (const six of all()) {')).toEqual([]);
  expect(nameOf('class Seven extends Six {')).toEqual([]);
  expect(nameOf('interface Eight {')).toEqual([]);
});
