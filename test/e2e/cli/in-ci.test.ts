/** The example workflows, executed as their machines would: the very lines of the files, in a shell, in a project that has paystorm among its packages. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { access, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CliSite } from '../../fixtures/run-cli.js';
import { elementsOf, parseXml } from '../../fixtures/xml.js';

/** One server and a few seconds of payments: what each scenario adds is what its exit code is for. */
const quiet = {
  name: 'rehearsed-in-ci',
  target: { topology: 'single' },
  ledger: { accounts: '1k' },
  client: { connections: 8, retry: 'idempotent 5' },
  traffic: { mix: 'weekday', phases: [{ name: 'steady', for: '3s', rate: '100/s' }] },
  gates: ['lost_payments == 0', 'duplicate_payments == 0', 'response_time.p99 < 5s during steady'],
};
const loseAnswers = {
  name: 'lose-answers',
  fault: 'commit-ack-loss',
  node: 'db',
  share: '50%',
  at: 'steady + 1s',
  heal: '2s',
};
const scenarios: Readonly<Record<string, object>> = {
  'holds.yaml': quiet,
  'too-slow.yaml': { ...quiet, gates: ['response_time.p99 < 0.01ms during steady'] },
  'not-a-scenario.yaml': { ...quiet, gates: ['lost_payment == 0'] },
  'double-charges.yaml': { ...quiet, client: { ...quiet.client, retry: 'naive 5' }, faults: [loseAnswers] },
  'cannot-decide.yaml': { ...quiet, faults: [loseAnswers], gates: ['recovery_time < 2s after lose-answers'] },
};
const written = ['events.ndjson', 'junit.xml', 'record.json', 'report.html', 'summary.md'];

let site: CliSite;
beforeAll(async () => {
  site = await CliSite.open();
});
afterAll(() => site[Symbol.asyncDispose]());

interface Place {
  readonly directory: string;
  readonly reports: string;
  readonly summary: string;
}

describe('the example for GitHub', () => {
  it.each([
    ['holds.yaml', 0, ['first'], []],
    ['too-slow.yaml', 99, ['first'], ['::error title=Gate response_time.p99 < 0.01ms during steady::Observed ']],
    ['not-a-scenario.yaml', 104, [], ['::error file=not-a-scenario.yaml,line=24,col=6::There is no metric']],
    ['double-charges.yaml', 120, ['first'], ['::error title=Check ']],
    ['cannot-decide.yaml', 121, ['first', 'second'], ['::warning title=Gate recovery_time < 2s after lose-answers::']],
  ])('ends with %s as its exit code says: %i', async (scenario, exitCode, folders, annotations) => {
    const { env, jobs } = parse(await readFile('scenarios/ci/github.yml', 'utf8'));
    expect(Object.keys(env)).toEqual(['SCENARIO']);
    const { run } = jobs.rehearse.steps.find((step: { readonly name?: string }) => step.name === 'Rehearse');
    const place = await projectFor(`github-${scenario}`);
    // As GitHub's runner starts a step that names no shell.
    const { status, said } = await execute(['-e', '-c', run], place, { SCENARIO: scenario, GITHUB_ACTIONS: 'true' });
    expect([status, await namesIn(place.reports)]).toEqual([exitCode, folders]);
    for (const folder of folders) await expectReports(`${place.reports}/${folder}`, exitCode);
    for (const annotation of annotations) expect(said).toContain(`\n${annotation}`);
    expect(/^::error/mu.test(said)).toBe(annotations.some((each) => each.startsWith('::error')));
    const summary = folders.length === 0 ? '' : await readFile(place.summary, 'utf8');
    expect(summary.match(/^## .*: rehearsed-in-ci$/gmu) ?? []).toHaveLength(folders.length);
  });
});

describe('the example for GitLab', () => {
  it('keeps the reports of a run that fails', async () => {
    const [scenario, exitCode] = ['too-slow.yaml', 99];
    const { rehearsal } = parse(await readFile('scenarios/ci/gitlab.yml', 'utf8'));
    const place = await projectFor(`gitlab-${scenario}`);
    const script = rehearsal.script.join('\n');
    const { status, said } = await execute(['-e', '-c', script], place, { SCENARIO: scenario, GITLAB_CI: 'true' });
    expect(status).toBe(exitCode);
    expect(said).not.toContain('::error');
    const { paths, reports } = rehearsal.artifacts;
    for (const path of [reports.junit, ...paths]) await access(join(place.directory, path));
    await expectReports(join(place.directory, paths[0]), exitCode);
  });
});

/** A checkout of somebody who has paystorm among the packages. */
async function projectFor(name: string): Promise<Place> {
  const directory = site.path(name);
  await mkdir(join(directory, 'node_modules/.bin'), { recursive: true });
  await symlink(resolve('.'), join(directory, 'node_modules/paystorm'));
  await symlink('../paystorm/bin/paystorm.mjs', join(directory, 'node_modules/.bin/paystorm'));
  for (const [file, scenario] of Object.entries(scenarios))
    await writeFile(join(directory, file), JSON.stringify(scenario, null, 2));
  return { directory, reports: join(directory, 'reports'), summary: join(directory, 'summary.md') };
}

async function execute(
  shell: readonly string[],
  { directory, summary }: Place,
  variables: Readonly<Record<string, string>>,
): Promise<{ readonly status: number | null; readonly said: string }> {
  const { GITHUB_ACTIONS: _ours, ...environment } = process.env;
  const env = {
    ...environment,
    CI: 'true',
    GITHUB_STEP_SUMMARY: summary,
    PAYSTORM_STATE: site.path('state'),
    ...variables,
  };
  const child = spawn('bash', shell, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await ended;
  return { status, said: `\n${out}\n${err}` };
}

async function namesIn(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.sort((left, right) => (left < right ? -1 : 1));
}

/** Every file of a run, and each tells the same. */
async function expectReports(folder: string, exitCode: number): Promise<void> {
  expect(await namesIn(folder)).toEqual(expect.arrayContaining(written));
  const record = JSON.parse(await readFile(join(folder, 'record.json'), 'utf8'));
  expect(record.exitCode).toBe(exitCode);
  const suites = parseXml(await readFile(join(folder, 'junit.xml'), 'utf8'));
  const { failures, errors } = suites.attributes;
  expect(Number(failures) > 0).toBe([99, 120].includes(exitCode));
  if (exitCode === 121) expect(Number(errors)).toBeGreaterThan(0);
  expect(elementsOf(suites, 'testcase')).toHaveLength(record.gates.length + record.checks.length);
}
