/** What remains of a text is code: the length rules and the edges rules stand on it. */
import { describe, expect, it } from 'vitest';
import { blankOut } from './blank-out.js';

const cases: readonly (readonly [what: string, text: string, code: string])[] = [
  ['a line comment', 'a // {\nb', 'a     \nb'],
  ['a block comment over lines', 'a /* { \n */ b', 'a      \n    b'],
  ['a string with an escaped quote', "f('\\'{')", 'f(     )'],
  ['a template with code in it', 'f(`{${g({})}}`)', 'f(    g({})   )'],
  ['a template in a template', 'f(`${`{${a}`}`)', 'f(       a    )'],
  ['a regular expression with a brace and a slash in a class', 'f(/[/{]\\}/u)', 'f(        u)'],
  ['a division is code', 'a / b / c', 'a / b / c'],
];

describe('blanking out', () => {
  it.each(cases)('%s', (_what, text, code) => {
    expect(blankOut(text)).toBe(code);
  });
});
