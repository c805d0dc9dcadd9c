/** How a file begins and what it gives: one sentence that says what it is and why it exists, and names that are the same everywhere. */
import { isCode, isSource, type Rule } from './repository.js';

const saysItOtherwise = /\.test\.ts$|^src\/catalog\/[a-z]+\/index\.ts$/u;
const sentenceFirst = /^(?:#!.*\n)?\/\*\*\s*(?:\*\s*)?(?:[A-Z`"]|paystorm)[^]*?[.:?]\s/u;

/** Tests say it in their names; an index of the catalog holds nothing but its lines. */
export const sentenceAtTheTop: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !saysItOtherwise.test(file.path) && !sentenceFirst.test(firstComment(file.text)))
    .map(({ path }) => `${path} does not begin with a sentence that says what it is.`);

function firstComment(text: string): string {
  return text.slice(0, text.indexOf('*/') + 2);
}

export const namedExportsOnly: Rule = (files) =>
  files
    .filter((file) => isSource(file) && /^export default\b|\bas default\b/mu.test(file.text))
    .map(({ path }) => `${path} has a default export; a thing has one name everywhere.`);
