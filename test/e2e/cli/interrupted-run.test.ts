import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { cwd } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../../../src/journal/event-log.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { CliSite } from '../../fixtures/run-cli.js';
import { serversUnder } from '../../fixtures/servers-under.js';

const calm = 'test/fixtures/scenarios/short-single-kill.yaml';

describe('a run that is ended while a fault is injected', () => {
  let site: CliSite;
  let scenario: string;
  beforeAll(async () => {
    site = await CliSite.open();
    // Nothing is compared with what was normal before.
    scenario = site.path('soon.yaml');
    await writeFile(scenario, (await readFile(calm, 'utf8')).replace('at: steady + 5s', 'at: steady + 2s'));
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

  it('heals, reports and ends as after Ctrl-C when its stop file appears, and none is started beside one', async () => {
    const directory = site.path('stopped');
    const stopFile = site.path('please-stop');
    const run = site.start('run', scenario, '--out', directory, '--stop-file', stopFile);
    await run.said(/kill-it took effect/u);
    await writeFile(stopFile, '');
    const { exitCode, err } = await run.result;
    expect(exitCode).toBe(exitCodes.interrupted);
    expect(err).toContain('please-stop has appeared: stopping, and healing what was broken.');
    const kinds = readEvents(directory).map((event) => event.kind);
    expect(kinds.indexOf('fault-healed')).toBeGreaterThan(kinds.indexOf('fault-injected'));
    expect(kinds.at(-1)).toBe('run-finished');
    expect(await serversUnder(site.directory)).toEqual([]);
    const refused = await site.run('run', scenario, '--stop-file', stopFile);
    expect(refused.exitCode).toBe(exitCodes.guardRefused);
    expect(refused.err).toContain('please-stop is there: nothing was started.');
  });

  it('heals in mid-fault when a gate stops it, and is judged by what was seen until then', async () => {
    const directory = site.path('aborted');
    const gate = '  - { gate: errors.rate > 50%, during: steady, for: 2s, on_breach: abort, name: stop-if-down }';
    const text = (await readFile(scenario, 'utf8')).replace('heal: 2s', 'heal: 14s');
    await writeFile(site.path('aborting.yaml'), `${text}${gate}\n`);
    const { exitCode, out } = await site.run('run', site.path('aborting.yaml'), '--out', directory);
    expect(exitCode).toBe(exitCodes.gateFailed);
    expect(out).toContain('stop-if-down');
    const events = readEvents(directory);
    const kinds = events.map((event) => event.kind);
    expect(kinds.indexOf('gate-breached')).toBeGreaterThan(kinds.indexOf('fault-injected'));
    expect(kinds.indexOf('fault-healed')).toBeGreaterThan(kinds.indexOf('gate-breached'));
    const record = JSON.parse(await readFile(`${directory}/record.json`, 'utf8')) as RunRecord;
    expect(record.finish).toBe('aborted');
    expect(record.reconciliation?.lost?.count).toBe(0);
    expect(await serversUnder(site.directory)).toEqual([]);
  });

  it('says at the second Ctrl-C what is still injected and who heals it, ends with 123, and it is healed', async () => {
    const directory = site.path('left');
    const text = (await readFile(scenario, 'utf8')).replace(
      /^ {2}- \{ name: kill-it.*$/mu,
      "  - { name: slow-one, fault: exec, node: db, do: ['true'], undo: [sleep, '4'], at: steady + 2s, heal: 14s }",
    );
    await writeFile(site.path('slow.yaml'), text);
    const run = site.start('run', site.path('slow.yaml'), '--allow-exec', '--out', directory);
    await run.said(/slow-one took effect/u);
    run.child.kill('SIGINT');
    await sleep(1_100);
    run.child.kill('SIGINT');
    const { exitCode, err } = await run.result;
    expect(exitCode).toBe(exitCodes.healFailed);
    const byHand = `cd ${cwd()} && sleep 4`;
    expect(err).toContain(`Still injected:\n  slow-one (exec on db)\n    by hand: ${byHand}\nThe watchdog heals it`);
    expect(err).toContain(`Read the ledger back with: paystorm verify ${relative(cwd(), directory)}\n`);
    await until(async () => ((await leasesOf(site)).length === 0 ? [true] : []));
    const healed = readEvents(directory).findLast((event) => event.kind === 'fault-healed');
    expect(healed).toMatchObject({ fault: 'slow-one', by: 'watchdog' });
    expect((await site.run('heal', '--stop')).exitCode).toBe(0);
  });

  it('is healed by its watchdog after kill -9, and verified from its journal, with the fees that nobody has posted', async () => {
    const directory = site.path('killed');
    const text = (await readFile(scenario, 'utf8'))
      .replace('heal: 2s', 'heal: 14s')
      .replace('{ accounts: 500 }', '{ accounts: 500, buffered_posting: { accounts: [fees], every: 1m } }')
      .replace('{ transfer: 60, balance: 40 }', '{ qr-payment: 60, balance: 40 }');
    await writeFile(site.path('held.yaml'), text);
    const run = site.start('run', site.path('held.yaml'), '--out', directory);
    await run.said(/kill-it took effect/u);
    const early = await site.run('verify', directory);
    expect(early.exitCode, early.err).toBe(exitCodes.guardRefused);
    run.child.kill('SIGKILL');
    await run.result;
    await until(async () => ((await leasesOf(site)).length === 0 ? [true] : []));
    const verified = await site.run('verify', directory);
    expect(verified.exitCode).toBe(exitCodes.inconclusive);
    const healed = readEvents(directory).find((event) => event.kind === 'fault-healed');
    expect(healed).toMatchObject({ fault: 'kill-it', by: 'watchdog' });
    const record = JSON.parse(await readFile(`${directory}/record.json`, 'utf8')) as RunRecord;
    expect(record.finish).toBe('killed');
    expect(record.reconciliation?.attempted.acknowledged).toBeGreaterThan(100);
    expect(record.reconciliation?.lost?.count).toBe(0);
    expect(record.bufferedPosting?.left?.credits).toBeGreaterThan(100);
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

function leasesOf(site: CliSite): Promise<readonly string[]> {
  return readdir(join(site.path('state'), 'leases'));
}

/** Asks until there is something. */
async function until<Found>(look: () => Promise<readonly Found[]>): Promise<readonly Found[]> {
  for (;;) {
    const found = await look();
    if (found.length > 0) return found;
    await sleep(5);
  }
}
