/** Imports point one way. */
import { expect, it } from 'vitest';
import { readRepository } from './repository.js';
import { documentedRooms, importDirection, rooms } from './rooms.js';

const files = readRepository();
const readme = (rows: string) => [{ path: 'src/README.md', text: rows }];

it('no room imports a room that it may not know', () => {
  expect(importDirection(rooms)(files)).toEqual([]);
});

it('an import against the direction is found, also a dynamic one and a re-export', () => {
  const example = [
    { path: 'src/kit/a.ts', text: "import { b } from '../mysql/b.js';\n" },
    { path: 'src/plan/a.ts', text: "export { b } from '../run/b.js';\nconst c = await import('../host/c.js');\n" },
    { path: 'src/plan/fine.ts', text: "import type {\n  B,\n} from '../model/b.js';\nimport { c } from './c.js';\n" },
    { path: 'src/cellar/a.ts', text: '' },
  ];
  expect(importDirection(rooms)(example)).toEqual([
    'src/kit/a.ts imports src/mysql/b.ts, but kit may not import mysql.',
    'src/plan/a.ts imports src/run/b.ts, but plan may not import run.',
    'src/plan/a.ts imports src/host/c.ts, but plan may not import host.',
    'src/cellar/a.ts is in a room that the table does not know.',
  ]);
});

it('the table of src/README.md says the same', () => {
  expect(documentedRooms(rooms)(files)).toEqual([]);
});

it('a table that says something else is found', () => {
  const table = { model: [], kit: ['model'] };
  const rule = documentedRooms(table);
  expect(rule(readme('| `model/` | words | – |\n| `kit/` | tools | model |\n'))).toEqual([]);
  expect(rule(readme('| `model/` | words | – |\n| `kit/` | tools | – |\n'))).toHaveLength(1);
  expect(rule(readme('| `kit/` | tools | model (types) |\n'))).toEqual(['src/README.md has no row for model.']);
});
