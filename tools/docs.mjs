/** Writes what is generated from the code: the JSON Schemas, and the reference in scenarios/README.md. Run after the build. */
import { readFile, writeFile } from 'node:fs/promises';
import { createCatalog } from '../dist/catalog/index.js';
import { generatedFiles } from '../dist/scenario/reference/generated-files.js';
import { recordSchemas } from './record-schemas.mjs';

const root = new URL('../', import.meta.url);
const read = (path) => readFile(new URL(path, root), 'utf8').catch(() => '');

const schemas = recordSchemas().map(({ path, text }) => ({ path, render: () => text }));
for (const { path, render } of [...generatedFiles(createCatalog()), ...schemas]) {
  const before = await read(path);
  const after = render(before);
  if (after !== before) await writeFile(new URL(path, root), after);
  process.stdout.write(`${after === before ? 'unchanged' : 'written  '}  ${path}\n`);
}
