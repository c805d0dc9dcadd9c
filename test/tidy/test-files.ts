/** What a test file must be: named as one, and run as a whole. */
import { blankOut } from './blank-out.js';
import type { Rule, TextFile } from './repository.js';

const test = /\b(?:it|test)(?:\.(?:each|prop|concurrent|skipIf|runIf|for))?\b[^;]*\(/u;
const leftOut = /\b(?:it|test|describe)\.(?:only|skip|todo)\b/u;

export const everyTestFileTests: Rule = (files) =>
  files
    .filter((file) => isTestFile(file) && !test.test(blankOut(file.text)))
    .map(({ path }) => `${path} holds no test.`);

export const nothingLeftOut: Rule = (files) =>
  files.filter(isTestFile).flatMap(({ path, text }) => {
    const found = leftOut.exec(blankOut(text))?.[0];
    return found === undefined ? [] : [`${path} has ${found}: a test is run or removed.`];
  });

function isTestFile({ path }: TextFile): boolean {
  return path.startsWith('test/') && path.endsWith('.test.ts');
}
