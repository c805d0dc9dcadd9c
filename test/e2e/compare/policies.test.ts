import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComparisonRecord } from '../../../src/model/comparison.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import { CliSite, type RunningCli } from '../../fixtures/run-cli.js';
import { serversUnder } from '../../fixtures/servers-under.js';

const scenario = 'test/fixtures/scenarios/short-lost-answers.yaml';

describe('a comparison of three retry policies that is interrupted', () => {
  let site: CliSite;
  let directory: string;
  let stored: ComparisonRecord;
  beforeAll(async () => {
    site = await CliSite.open();
    directory = site.path('comparison');
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const start = (...args: readonly string[]): RunningCli =>
    site.start('run', scenario, '--compare-policies', 'naive 3,idempotent,status-query', '--out', directory, ...args);

  it('stops at Ctrl-C in the second variant, keeps the first and leaves nothing running', async () => {
    const run = start();
    await journalIn(`${directory}/run-02`);
    run.child.kill('SIGINT');
    const { exitCode, err } = await run.result;
    expect(exitCode).toBe(exitCodes.interrupted);
    expect(err).toContain('goes on from there');
    stored = await readComparison(directory);
    expect(stored).toMatchObject({ state: 'interrupted', runs: [{ value: 'naive 3' }] });
    expect(stored.cut).toMatchObject([{ value: 'idempotent 4', folder: 'run-02-cut-1' }]);
    expect(await serversUnder(site.directory)).toEqual([]);
  });

  it('goes on with the same command, and measures what each policy does to customers', async () => {
    const before = stored;
    const { exitCode, out } = await start().result;
    expect(exitCode, out).toBe(exitCodes.pass);
    stored = await readComparison(directory);
    expect(stored.runs[0]).toEqual(before.runs[0]);
    expect(stored.runs.map(({ value, exitCode: code }) => [value, code])).toEqual([
      ['naive 3', exitCodes.dataViolation],
      ['idempotent 4', exitCodes.pass],
      ['status-query 4', exitCodes.pass],
    ]);
    const charged = stored.runs.map(({ payments }) => payments?.doubleCharges.count ?? -1);
    expect(charged[0]).toBeGreaterThan(20);
    expect(charged.slice(1)).toEqual([0, 0]);
    expect(stored.runs.map(({ payments }) => payments?.lost.count)).toEqual([0, 0, 0]);
    expect(new Set(stored.runs.map(({ load }) => load.arrivals)).size).toBe(1);
    expect(out).toMatch(new RegExp(`^double charges +${charged[0]} \\(`, 'mu'));
    expect(await serversUnder(site.directory)).toEqual([]);
  });

  it('keeps a report for each variant, and the pages of the comparison, drawn from all of them', async () => {
    for (const { folder } of stored.runs)
      expect(await readdir(`${directory}/${folder}`)).toEqual(expect.arrayContaining(['record.json', 'report.html']));
    const names = await readdir(directory);
    expect(names).toEqual(
      expect.arrayContaining(['comparison.html', 'comparison.json', 'comparison.md', 'run-02-cut-1']),
    );
    expect(names.filter((name) => name.startsWith('in-progress'))).toEqual([]);
    expect(await readFile(`${directory}/comparison.md`, 'utf8')).toContain(
      '| naive 3 | idempotent 4 | status-query 4 |',
    );
    const page = await readFile(`${directory}/comparison.html`, 'utf8');
    expect(page).toMatch(/With naive 3, \d+ payments were charged twice/u);
    expect(page.match(/class="share-line"/gu)).toHaveLength(3);
  });

  it('has nothing to play when all is there, and with --strict exits with the gravest code', async () => {
    const plain = await start('--json').result;
    expect(plain.exitCode).toBe(exitCodes.pass);
    expect((JSON.parse(plain.out) as ComparisonRecord).runs).toEqual(stored.runs);
    const strict = await start('--strict', '--quiet').result;
    expect(strict.exitCode).toBe(exitCodes.dataViolation);
    expect(strict.out).toMatch(/^fail 120 /u);
  });

  it('refuses to go on with other variants or another seed', async () => {
    const policies = await site.run('run', scenario, '--compare-policies', 'naive 3,none', '--out', directory);
    expect(policies.exitCode).toBe(exitCodes.guardRefused);
    expect(policies.err).toContain('comparison of client.retry: naive 3, idempotent 4, status-query 4');
    expect((await start('--seed', '5').result).exitCode).toBe(exitCodes.guardRefused);
  });
});

async function readComparison(directory: string): Promise<ComparisonRecord> {
  return JSON.parse(await readFile(`${directory}/comparison.json`, 'utf8')) as ComparisonRecord;
}

/** Payments are being sent there. */
async function journalIn(directory: string): Promise<void> {
  for (let turn = 0; turn < 3_000; turn += 1) {
    const journal = await readFile(`${directory}/events.ndjson`, 'utf8').catch(() => '');
    if (journal.includes('"load-started"')) return;
    await sleep(50);
  }
  throw new Error(`No load was started in ${directory}.`);
}
