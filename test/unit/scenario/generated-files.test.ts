/** What is generated from the code is committed as it is generated, and every story in the repository is sound. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { operationLoader } from '../../../src/commands/operation-loader.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { describePlan } from '../../../src/plan/describe-plan.js';
import { readScenario } from '../../../src/scenario/read-scenario.js';
import { generatedFiles } from '../../../src/scenario/reference/generated-files.js';

const root = new URL('../../../', import.meta.url);
const catalog = createCatalog();
const files = await readdir(new URL('scenarios/', root));
const stories = files.filter((name) => name.endsWith('.yaml'));
const environment = { PAYSTORM_URL: 'mysql://user:hunter2@127.0.0.1:3306' };

test.each(generatedFiles(catalog).map(({ path, render }) => [path, render] as const))(
  '%s is what `npm run docs` would write',
  async (path, render) => {
    const present = await readFile(new URL(path, root), 'utf8');
    expect(render(present) === present, `${path} is stale: run npm run build && npm run docs.`).toBe(true);
  },
);

describe.each(stories)('%s', (name) => {
  const path = new URL(`scenarios/${name}`, root);
  const read = () => readScenario(fileURLToPath(path), { environment, loader: operationLoader }, catalog);

  test('is sound, and its plan has no warnings', async () => {
    const { scenario, catalog: whole } = await read();
    const text = describePlan(buildPlan(scenario, whole), whole);
    expect(text).not.toContain('Warnings');
    expect(text).not.toContain('hunter2');
    expect(`${scenario.name}.yaml`).toBe(name);
  });

  test('names its schema in the first line, then its purpose, outcome and run time', async () => {
    const lines = (await readFile(path, 'utf8')).split('\n');
    expect(lines[0]).toBe('# yaml-language-server: $schema=../schema/scenario.schema.json');
    expect(lines.slice(2, 5).map((line) => line.slice(0, 11))).toEqual(['# Purpose  ', '# Expected ', '# Run time ']);
  });

  test('has a line in the list of stories', async () => {
    expect(await readFile(new URL('scenarios/README.md', root), 'utf8')).toContain(`| \`${name}\` |`);
  });
});

test('the profiles of the stories are sound', async () => {
  const path = fileURLToPath(new URL('scenarios/payday-spike-node-kill.yaml', root));
  const { scenario: strong } = await readScenario(path, { environment, profile: 'strong' }, catalog);
  expect(strong.client.connections).toBe(96);
  const { scenario: slow } = await readScenario(path, { environment, profile: 'default-timeouts' }, catalog);
  expect(slow.target.settings).toMatchObject({ timeouts: 'default' });
});
