/** The catalog keeps its contract. */
import { expect, it } from 'vitest';
import { entriesIndependent, everyEntryRegistered, kindIsFileName } from './catalog.js';
import { readRepository } from './repository.js';

const files = readRepository();
const index = { path: 'src/catalog/faults/index.ts', text: "export { none } from './none.js';\n" };
const none = { path: 'src/catalog/faults/none.ts', text: "export const none = defineFault({\n  kind: 'none',\n});\n" };

it('every entry is registered in the index of its folder', () => {
  expect(everyEntryRegistered(files)).toEqual([]);
});

it('a forgotten entry is found, as a file and as a folder', () => {
  const example = [index, none].concat(
    { path: 'src/catalog/faults/late.ts', text: '' },
    { path: 'src/catalog/faults/cut/cut.ts', text: '' },
    { path: 'src/catalog/faults/cut/part.ts', text: '' },
    { path: 'src/catalog/faults/words/shared.ts', text: '' },
  );
  expect(everyEntryRegistered(example)).toEqual([
    'src/catalog/faults/late.ts is not exported by src/catalog/faults/index.ts.',
    'src/catalog/faults/cut/cut.ts is not exported by src/catalog/faults/index.ts.',
  ]);
});

it('every kind is called as its file', () => {
  expect(kindIsFileName(files)).toEqual([]);
});

it('a kind called otherwise is found, and an index line without a file', () => {
  const renamed = { ...none, text: none.text.replace("'none'", "'nothing'") };
  expect(kindIsFileName([index, none])).toEqual([]);
  expect(kindIsFileName([index, renamed])).toHaveLength(1);
  expect(kindIsFileName([index])).toHaveLength(1);
});

it('no entry imports another entry', () => {
  expect(entriesIndependent(files)).toEqual([]);
});

it('an entry that leans on another is found; its own folder and the shared words are fine', () => {
  const example = [
    { path: 'src/catalog/faults/none.ts', text: "import { heal } from './node-kill.js';\n" },
    { path: 'src/catalog/checks/a.ts', text: "import { b } from '../faults/none.js';\n" },
    { path: 'src/catalog/checks/c.ts', text: "import { judge } from './words/judge.js';\n" },
    { path: 'src/catalog/reporters/html/html.ts', text: "import { page } from './page.js';\n" },
  ];
  expect(entriesIndependent(example)).toEqual([
    'src/catalog/faults/none.ts imports src/catalog/faults/node-kill.ts of another entry.',
    'src/catalog/checks/a.ts imports src/catalog/faults/none.ts of another entry.',
  ]);
});
