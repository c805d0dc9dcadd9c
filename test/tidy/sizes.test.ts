/** Files and functions stay short. */
import { expect, it } from 'vitest';
import { readRepository } from './repository.js';
import { fileLinesMax, filesShort, functionLinesMax, functionsShort } from './sizes.js';

const files = readRepository();

it('no file is longer than it may be', () => {
  expect(filesShort(files)).toEqual([]);
});

it('a long file is found', () => {
  const text = 'a\n'.repeat(fileLinesMax);
  expect(filesShort([{ path: 'src/a.ts', text }])).toEqual([]);
  expect(filesShort([{ path: 'src/a.ts', text: `${text}a\n` }])).toEqual([
    'src/a.ts has 201 lines; at most 200 are allowed.',
  ]);
});

it('no function is longer than it may be', () => {
  expect(functionsShort(files)).toEqual([]);
});

it('a long function is found, whatever its form; a long object, class, loop or type is not', () => {
  const body = '  a();\n'.repeat(functionLinesMax - 1);
  const nameOf = (head: string, tail = '}') =>
    functionsShort([{ path: 'src/a.ts', text: `${head}\n${body}${tail}\n` }]).map((each) => each.split(' ')[1]);
  expect(nameOf('function one(a: string): { readonly b: number } {')).toEqual(['one']);
  expect(nameOf('const two = async (a: () => void) => {')).toEqual(['two']);
  expect(nameOf('class A {\n  three<B>(b: B): void {', '}}')).toEqual(['three']);
  expect(nameOf('const four = {\n  four: ({ a }) => {', '}}')).toEqual(['four']);
  expect(nameOf('const five = {')).toEqual([]);
  expect(nameOf('for (const six of all()) {')).toEqual([]);
  expect(nameOf('class Seven extends Six {')).toEqual([]);
  expect(nameOf('interface Eight {')).toEqual([]);
});
