import { readFile, rename } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../../../src/journal/event-log.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { CliSite } from '../../fixtures/run-cli.js';
import { serversUnder } from '../../fixtures/servers-under.js';

const scenario = 'test/fixtures/scenarios/short-single-kill.yaml';

describe('a run that is ended while a fault is injected', () => {
  let site: CliSite;
  beforeAll(async () => {
    site = await CliSite.open();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('heals, reports what there is and leaves no server behind after Ctrl-C', async () => {
    const directory = site.path('interrupted');
    const run = site.start('run', scenario, '--out', directory);
    await run.said(/kill-it took effect/u);
    run.child.kill('SIGINT');
    const { exitCode } = await run.result;
    expect(exitCode).toBe(exitCodes.interrupted);
    const kinds = readEvents(directory).map((event) => event.kind);
    expect(kinds.indexOf('fault-healed')).toBeGreaterThan(kinds.indexOf('fault-injected'));
    expect(kinds.at(-1)).toBe('run-finished');
    const record = JSON.parse(await readFile(`${directory}/record.json`, 'utf8')) as RunRecord;
    expect(record.finish).toBe('interrupted');
    expect(record.reconciliation?.lost?.count).toBe(0);
    expect(await serversUnder(site.directory)).toEqual([]);
  });

  it('is healed by the next command after kill -9, and verified from its journal', async () => {
    const directory = site.path('killed');
    const run = site.start('run', scenario, '--out', directory);
    await run.said(/kill-it took effect/u);
    const early = await site.run('verify', directory);
    expect(early.exitCode, early.err).toBe(exitCodes.guardRefused);
    run.child.kill('SIGKILL');
    await run.result;
    const verified = await site.run('verify', directory);
    expect(verified.err).toContain('healed: kill-it');
    expect(verified.exitCode).toBe(exitCodes.inconclusive);
    const healed = readEvents(directory).find((event) => event.kind === 'fault-healed');
    expect(healed).toMatchObject({ fault: 'kill-it', by: 'heal' });
    const record = JSON.parse(await readFile(`${directory}/record.json`, 'utf8')) as RunRecord;
    expect(record.finish).toBe('killed');
    expect(record.reconciliation?.attempted.acknowledged).toBeGreaterThan(100);
    expect(record.reconciliation?.lost?.count).toBe(0);
    expect(record.checks.filter((check) => check.verdict === 'fail')).toEqual([]);
    // A folder that was moved since then is still the one whose run the servers name.
    await rename(directory, site.path('moved'));
    const again = await site.run('verify', site.path('moved'));
    expect(again.err).not.toContain('are gone');
    expect(again.exitCode).toBe(exitCodes.inconclusive);
    expect((await site.run('heal', '--stop')).exitCode).toBe(0);
    expect(await serversUnder(site.directory)).toEqual([]);
  });
});
