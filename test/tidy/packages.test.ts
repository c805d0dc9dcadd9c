/** Each third-party package has one home. */
import { expect, it } from 'vitest';
import { homes, homesInhabited, oneHomePerPackage } from './packages.js';
import { readRepository } from './repository.js';

const files = readRepository();

it('packages are imported only where they are at home', () => {
  expect(oneHomePerPackage(homes)(files)).toEqual([]);
});

it('a package outside its home is found, and one without a home', () => {
  const example = [
    { path: 'src/run/a.ts', text: "import mysql from 'mysql2/promise';\nimport { b } from '@scope/b/c';\n" },
    { path: 'src/mysql/connect.ts', text: "import mysql from 'mysql2';\nimport { join } from 'node:path';\n" },
  ];
  expect(oneHomePerPackage(homes)(example)).toEqual([
    'src/run/a.ts imports mysql2, whose home is src/mysql/.',
    'src/run/a.ts imports @scope/b, which has no home in the table.',
  ]);
});

it('every home is inhabited', () => {
  expect(homesInhabited(homes)(files)).toEqual([]);
});

it('an empty home is found', () => {
  expect(homesInhabited({ yaml: ['src/scenario/'] })([{ path: 'src/scenario/a.ts', text: '' }])).toHaveLength(1);
});
