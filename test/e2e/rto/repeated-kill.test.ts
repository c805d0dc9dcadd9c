import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../../../src/journal/event-log.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { RtoRecord } from '../../../src/model/rto.js';
import { CliSite, type RunningCli } from '../../fixtures/run-cli.js';
import { serversUnder } from '../../fixtures/servers-under.js';

const scenario = 'test/fixtures/scenarios/short-single-rto.yaml';

describe('a study of two repetitions that is interrupted twice', () => {
  let site: CliSite;
  let directory: string;
  let stored: RtoRecord;
  beforeAll(async () => {
    site = await CliSite.open();
    directory = site.path('study');
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const start = (...args: readonly string[]): RunningCli =>
    site.start('rto', scenario, '--repeat', '2', '--out', directory, ...args);

  it('heals after Ctrl-C, exits with 105 and sets the cut repetition aside', async () => {
    const run = start();
    await injectedIn(`${directory}/run-01`);
    run.child.kill('SIGINT');
    const { exitCode, err } = await run.result;
    expect(exitCode).toBe(exitCodes.interrupted);
    expect(err).toContain('goes on from there');
    stored = await readStudy(directory);
    expect(stored).toMatchObject({ state: 'interrupted', repetitions: [], cut: [{ folder: 'run-01-cut-1' }] });
    const kinds = readEvents(`${directory}/run-01-cut-1`).map((event) => event.kind);
    expect(kinds.indexOf('fault-healed')).toBeGreaterThan(kinds.indexOf('fault-injected'));
    expect(await serversUnder(site.directory)).toEqual([]);
  });

  it('goes on after the last whole repetition when it was killed with SIGKILL in the middle', async () => {
    const run = start();
    await injectedIn(`${directory}/run-02`);
    run.child.kill('SIGKILL');
    await run.result;
    const before = await readStudy(directory);
    expect(before.repetitions).toHaveLength(1);
    const resumed = await start('--spare', '2').result;
    stored = await readStudy(directory);
    expect(resumed.exitCode, resumed.out + resumed.err).toBe(exitCodes.pass);
    expect(resumed.err).toContain('ended the servers that an earlier run left behind');
    const healed = readEvents(`${directory}/run-02-cut-1`).find((event) => event.kind === 'fault-healed');
    expect(healed).toMatchObject({ fault: 'kill-it', by: 'watchdog' });
    expect(stored.state).toBe('finished');
    expect(stored.repetitions[0]).toEqual(before.repetitions[0]);
    expect(stored.cut.map((each) => each.folder)).toEqual(['run-01-cut-1', 'run-02-cut-1']);
    expect(await serversUnder(site.directory)).toEqual([]);
  });

  it('keeps a full journal and every report of each repetition, and the page of the study', async () => {
    for (const { folder } of stored.repetitions) {
      const files = await readdir(`${directory}/${folder}`);
      expect(files).toEqual(expect.arrayContaining(['events.ndjson', 'probes.bin', 'record.json', 'report.html']));
    }
    const names = await readdir(directory);
    expect(names).toEqual(expect.arrayContaining(['rto.html', 'rto.json', 'rto.md']));
    expect(names.filter((name) => name.startsWith('in-progress'))).toEqual([]);
    expect(await readFile(`${directory}/rto.md`, 'utf8')).toContain(stored.findings.faults[0]?.fault);
  });

  it('times recoveries that the kill explains: at least until the heal, less the deadline, and not for ever', () => {
    const { findings, repetitions } = stored;
    expect(findings.conclusive).toBe(2);
    expect(findings.inconclusive).toBe(repetitions.length - 2);
    const maximum = findings.faults[0]?.maximum;
    // Healed after two seconds; a payment that waits for less than the deadline of one is still good.
    expect(maximum?.valueMs).toBeGreaterThan(900);
    expect(maximum?.valueMs).toBeLessThan(10_000);
    expect(maximum?.isCensored).toBe(false);
    expect(findings.loss).toMatchObject({ lost: 0, withLoss: 0, judged: 2 });
    expect(findings.grade.grade).toBe('smoke');
    expect(findings.quote).toContain('objective 10 s: met');
  });

  it('is judged again from its journals alone, with the same findings', async () => {
    const { exitCode, out } = await site.run('rto-report', directory, '--out', site.path('again'), '--json');
    expect(exitCode).toBe(exitCodes.pass);
    const again = JSON.parse(out) as RtoRecord;
    expect(again.findings.faults).toEqual(stored.findings.faults);
    expect(again.environments?.length).toBe(stored.environments?.length);
  });

  it('can be handed over as one file that is believed, and no more when a byte of it is another', async () => {
    const evidence = site.path('evidence');
    const made = await site.run('bundle', directory, '--to', `${evidence}.tar.gz`);
    const digest = /SHA-256 ([0-9a-f]{64})/u.exec(made.out)?.[1] ?? '';
    expect(made.exitCode, made.out + made.err).toBe(exitCodes.pass);
    const whole = await site.run('verify', '--bundle', `${evidence}.tar.gz`, '--digest', digest);
    expect(whole.exitCode).toBe(exitCodes.pass);
    expect(whole.out).toContain('Judged again from the journal, its 2 runs gave the same record');
    await site.run('bundle', directory, '--to', evidence);
    await appendFile(`${evidence}/evidence/run-01/attempts-0.bin`, 'x');
    const changed = await site.run('verify', '--bundle', evidence);
    expect(changed.exitCode).toBe(exitCodes.guardRefused);
    expect(changed.out).toContain('evidence/run-01/attempts-0.bin was changed.');
  });

  it('strikes in each repetition when the variation says', async () => {
    for (const { variation, folder } of stored.repetitions) {
      const events = readEvents(`${directory}/${folder}`);
      const injecting = events.find((event) => event.kind === 'fault-injecting');
      const plannedMs = 7_000 + variation.phaseShiftMs;
      expect(events.find((event) => event.kind === 'run-started')?.run.plan.faults[0]?.injectAtMs).toBe(plannedMs);
      // As late as a machine with other work may be.
      expect(injecting?.atMs).toBeGreaterThanOrEqual(plannedMs - 1);
      expect(injecting?.atMs).toBeLessThan(plannedMs + 2_000);
    }
  });

  it('has nothing to do when all is there, and prints the record for scripts', async () => {
    const { exitCode, out } = await start('--json').result;
    expect(exitCode).toBe(exitCodes.pass);
    expect((JSON.parse(out) as RtoRecord).repetitions).toEqual(stored.repetitions);
  });

  it('says that its page could not be written, and is then no success', async () => {
    await rm(`${directory}/rto.md`);
    await mkdir(`${directory}/rto.md`);
    const { exitCode, out, err } = await start('--quiet').result;
    expect(exitCode).toBe(exitCodes.setupFailed);
    expect(err).toContain('rto.md could not be written');
    expect(out).toMatch(/^pass 0 /u);
  });

  it('refuses to go on with another seed or another window, and starts nothing', async () => {
    const otherSeed = await start('--seed', '5').result;
    expect(otherSeed.exitCode).toBe(exitCodes.guardRefused);
    expect(otherSeed.err).toContain('hint: Give the same scenario, options and seed');
    const otherWindow = await start('--phase-window', '500ms').result;
    expect(otherWindow.exitCode).toBe(exitCodes.guardRefused);
    expect(await readStudy(directory)).toMatchObject({ scenarioHash: stored.scenarioHash, phaseWindowMs: 1_000 });
  });
});

async function readStudy(directory: string): Promise<RtoRecord> {
  return JSON.parse(await readFile(`${directory}/rto.json`, 'utf8')) as RtoRecord;
}

async function injectedIn(directory: string): Promise<void> {
  for (let turn = 0; turn < 1_200; turn += 1) {
    const journal = await readFile(`${directory}/events.ndjson`, 'utf8').catch(() => '');
    if (journal.includes('"fault-injected"')) return;
    await sleep(100);
  }
  throw new Error(`No fault was injected in ${directory}.`);
}
