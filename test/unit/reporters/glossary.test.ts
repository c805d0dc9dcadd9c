import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { glossary } from '../../../src/catalog/reporters/words/glossary.js';
import { exitCodeMeanings, exitCodes } from '../../../src/model/exit-code.js';

const readme = readFileSync(new URL('../../../reports/README.md', import.meta.url), 'utf8');
const rowsAfter = (title: string): readonly string[] =>
  [
    ...readme
      .slice(readme.indexOf(title))
      .split('\n## ')[0]!
      .matchAll(/^\| .* \|$/gm),
  ]
    .map(([row]) => row)
    .slice(1);

it('the glossary of the report and the one of its guide are the same', () => {
  const rows = Object.entries(glossary).map(([term, definition]) => `| ${term} | ${definition} |`);
  expect(rowsAfter('## Glossary')).toEqual(rows.sort());
});

it('the guide lists every exit code', () => {
  const rows = Object.entries(exitCodes).map(
    ([name, code]) => `| ${code} | ${exitCodeMeanings[name as keyof typeof exitCodes]} |`,
  );
  expect(rowsAfter('## Exit codes')).toEqual(rows);
});
