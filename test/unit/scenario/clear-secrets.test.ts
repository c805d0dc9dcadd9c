/** What is secret is told where it stands in clear, and shown nowhere; a reference is no secret, and is shown as it is written. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { redactSecrets, redactText } from '../../../src/kit/redact.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import { describePlan } from '../../../src/plan/describe-plan.js';
import { checkSecrets } from '../../../src/scenario/checks/check-secrets.js';
import { loadSource, loadText } from '../../../src/scenario/load-source.js';
import type { ScenarioProblem } from '../../../src/scenario/problem.js';
import { ScenarioProblems } from '../../../src/scenario/problem.js';
import { readScenarioText, type ScenarioOptions } from '../../../src/scenario/read-scenario.js';
import type { SourceNode } from '../../../src/scenario/source.js';

const url = 'mysql://app:${PW}@127.0.0.1:3999';
const words = '[./mend, "--password=${TOKEN}"]';
const environment = { PW: 'secret', TOKEN: 'secret' };

describe('a secret in clear', () => {
  it.each([
    ['the password of a URL', { url: 'mysql://app:hunter2@127.0.0.1' }, '2:61  This URL holds a password in clear.'],
    ['an option', { words: '[./mend, --password=hunter2]' }, '6:58  This word looks like a secret in clear.'],
    ['the word after one', { words: '[mend, --token, hunter2]' }, '6:65  This word looks like a secret in clear.'],
    [
      'the password of a user',
      { words: '[curl, -u, "admin:hunter2"]' },
      '6:60  This word looks like a secret in clear.',
    ],
    ['a header', { words: '[curl, -H, "Authorization: Bearer hunter2"]' }, '6:60  This word looks like'],
    ['a body', { words: `[curl, -d, '{"password":"hunter2"}']` }, '6:60  This word looks like'],
    ["the word of the database's client", { words: '[mysql, -uroot, -phunter2]' }, '6:65  This word looks'],
  ])('is told with its line and what to write: %s', (_what, parts, told) => {
    const [warning, ...others] = warningsOf(storyOf(parts));
    expect(others).toEqual([]);
    expect(`${warning?.line}:${warning?.column}  ${warning?.message}`).toContain(told);
    expect(warning?.remedy).toContain('${DB_PASSWORD}');
    expect(warning?.frame).not.toContain('hunter2');
  });

  it('is none in a reference, also with a default, and not in what was typed', () => {
    expect(warningsOf(storyOf({}))).toEqual([]);
    expect(warningsOf(storyOf({ url: '${URL:-mysql://app:app@127.0.0.1}' }))).toEqual([]);
    expect(warningsOf(storyOf({ words: '[curl, -u, admin, -H, "Authorization: Bearer ${TOKEN}"]' }))).toEqual([]);
    expect(warningsOf(storyOf({ words: '[docker, exec, -u, "1000:1000", -p, "80:80", db]' }))).toEqual([]);
    expect(warningsOf(storyOf({}), { targets: ['mysql://app:hunter2@127.0.0.1'] })).toEqual([]);
  });
});

it('a value under the name of a secret is one', () => {
  const warnings: ScenarioProblem[] = [];
  const text = 'env: { DB_PASSWORD: hunter2, TOKEN: "${TOKEN}", token: null, zone: a }';
  const root = loadText({ name: 'story.yaml', text }, undefined, refuse);
  checkSecrets(root as SourceNode, (problem) => void warnings.push(problem));
  expect(warnings.map(({ column, message }) => `${column} ${message}`)).toEqual([
    '21 This word looks like a secret in clear.',
  ]);
});

it.each(readdirSync('scenarios').filter((name) => name.endsWith('.yaml')))('%s holds no secret', async (name) => {
  const warnings: ScenarioProblem[] = [];
  const root = await loadSource(`scenarios/${name}`, undefined, refuse);
  checkSecrets(root as SourceNode, (problem) => void warnings.push(problem));
  expect(warnings).toEqual([]);
  const text = readFileSync(`scenarios/${name}`, 'utf8').replaceAll(/mysql:\/\/\S+/gu, 'URL');
  expect(redactText(text)).toBe(text);
});

it('a plan does not show the words that look like secrets', () => {
  const text = storyOf({ words: '[./mend, --password=hunter2, --token, hunter2, mysql, -phunter2]' });
  const catalog = createCatalog();
  const plan = buildPlan(readScenarioText({ name: 'story.yaml', text }, { environment }, catalog), catalog);
  expect(describePlan(plan, catalog)).toContain('./mend --password=*** --token *** mysql -p***');
  expect(JSON.stringify([describePlan(plan, catalog), redactSecrets(plan)])).not.toContain('hunter2');
});

describe('a variable that is not set', () => {
  it('is one problem, whatever else would be wrong with nothing', () => {
    const problems = problemsOf(storyOf({ url: '${URL:?the target}' }));
    expect(problems.map(({ message }) => message)).toEqual(['URL: the target.']);
  });

  it('is none where it would be put in only when the fault acts, and nothing will', () => {
    const text = storyOf({ words: '[./mend, "${ABSENT}"]' });
    expect(problemsOf(text).map(({ message }) => message)).toEqual(['The environment variable ABSENT is not set.']);
    expect(warningsOf(text, { needsSecrets: false })).toEqual([]);
  });
});

describe('the frame of a problem', () => {
  it('does not show the variable that is refused because it is in clear', () => {
    const [problem] = problemsOf(storyOf({ more: 'env: { MYSQL_PWD: hunter2 }, ' }));
    expect(problem?.message).toBe('A variable is given by reference only, such as ${DB_PASSWORD}.');
    expect(problem?.frame).toContain('MYSQL_PWD: *** }');
    expect(problemsOf(storyOf({ more: 'env: { db_password: hunter2 }, ' }))[0]?.frame).toContain('db_password: *** }');
  });

  it('shows references as they are written', () => {
    const [problem] = problemsOf(storyOf({ url: `${url}?tls=maybe` }));
    expect(problem?.frame).toContain(`${url}?tls=maybe`);
    const example = '${URL:?give it as mysql://user:password@host}';
    expect(problemsOf(storyOf({ url: example }))[0]?.frame).toContain(example);
  });
});

function refuse(problem: ScenarioProblem): never {
  throw new ScenarioProblems([problem]);
}

interface Parts {
  readonly url?: string;
  readonly words?: string;
  /** Further settings of the fault. */
  readonly more?: string;
}

function storyOf(parts: Parts): string {
  return `name: story
target: { topology: external, nodes: [ { name: node-1, url: "${parts.url ?? url}" } ] }
blast_radius: { beyond_tolerance: true }
traffic: { phases: [ { name: steady, for: 60s, rate: 100/s } ] }
faults:
  - { name: cut, fault: exec, node: node-1, ${parts.more ?? ''}do: ${parts.words ?? words}, undo: [ok], at: steady + 10s, heal: 5s }
gates: [ lost_payments == 0 ]
`;
}

function warningsOf(text: string, options: Partial<ScenarioOptions> = {}): readonly ScenarioProblem[] {
  const warnings: ScenarioProblem[] = [];
  const warn = (problem: ScenarioProblem): unknown => warnings.push(problem);
  readScenarioText({ name: 'story.yaml', text }, { environment, warn, ...options }, createCatalog());
  return warnings;
}

function problemsOf(text: string): readonly ScenarioProblem[] {
  try {
    readScenarioText({ name: 'story.yaml', text }, { environment }, createCatalog());
  } catch (thrown) {
    if (thrown instanceof ScenarioProblems) return thrown.problems;
    throw thrown;
  }
  return [];
}
