/** Servers that others run are broken by their own tools: shown and allowed first, seen in the report, undone on every way out, and no secret of it is left anywhere. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { single } from '../../../src/catalog/topologies/single.js';
import { readEvents } from '../../../src/journal/event-log.js';
import { exitCodes } from '../../../src/model/exit-code.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import type { Cluster } from '../../../src/model/topology.js';
import { CliSite } from '../../fixtures/run-cli.js';
import { writeDocker } from '../../fixtures/stub-docker.js';
import { StubPrograms, type StubCall } from '../../fixtures/stub-programs.js';
import { TargetSite } from '../../fixtures/target-site.js';

const scenario = 'test/fixtures/scenarios/pause-from-outside.yaml';
/** Where nothing is compared with what was normal before. */
const soon = ['--set', 'faults.freeze-it.at=steady + 2s'];
const secret = 'hunter-twenty-two';

describe('a server that others run', () => {
  let place: TargetSite;
  let stubs: StubPrograms;
  let cluster: Cluster;
  let site: CliSite;
  beforeAll(async () => {
    place = await TargetSite.open();
    stubs = await StubPrograms.open();
    cluster = await place.start(single);
    site = await CliSite.open();
    const [node] = cluster.nodes;
    env['PS_TEST_URL'] = `mysql://${node?.user}:${node?.password}@${node?.host}:${node?.port}`;
    env['PS_TEST_SECRET'] = secret;
    await stubs.write('is-paused', '[ "$(docker inspect "$1")" = paused ]');
  });
  beforeEach(async () => {
    await writeDocker(stubs);
    await rm(join(stubs.directory, 'broken'), { force: true });
    await cluster.process?.resume('db');
    await stubs.calls();
  });
  afterAll(async () => {
    await cluster.process?.resume('db');
    await site[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
    await stubs[Symbol.asyncDispose]();
    delete env['PS_TEST_URL'];
    delete env['PS_TEST_SECRET'];
  });

  it('is left alone until its commands are allowed, all of which are named', async () => {
    for (const command of ['run', 'rto']) {
      const refused = await site.run(command, scenario, '--create-schema');
      expect(refused.exitCode).toBe(exitCodes.guardRefused);
      expect(refused.err).toContain(`docker pause "\${PS_TEST_SECRET}" shop-${cluster.nodes[0]?.port}`);
      expect(refused.err).toContain(`docker unpause shop-${cluster.nodes[0]?.port}`);
      expect(refused.err).toContain('--allow-exec');
      expect(refused.out + refused.err).not.toContain(secret);
    }
    for (const command of ['plan', 'validate']) {
      expect((await site.run(command, scenario)).out).toContain(
        `heals    DB_PASSWORD="\${PS_TEST_SECRET}" docker unpause`,
      );
    }
    expect(await stubs.calls()).toEqual([]);
  });

  it('is frozen and goes on by the words of the scenario, secrets and what looks like one, and the report says for how long it was gone', async () => {
    const directory = site.path('allowed');
    const shop = `shop-${cluster.nodes[0]?.port}`;
    const given = [`--token=${secret}`, 'registry/app:1@sha256:ab12'];
    const undo = `faults.freeze-it.undo=[docker, unpause, ${given.join(', ')}, 'shop-{port}']`;
    const args = ['--create-schema', '--allow-exec', '--set', undo, '--out', directory];
    const { exitCode, out, err } = await site.run('run', scenario, ...args);
    // On a machine that is busy the instrument may be too late to judge.
    expect([exitCodes.pass, exitCodes.inconclusive], err).toContain(exitCode);
    expect((await orders()).map(({ argv }) => argv)).toEqual([
      ['docker', 'pause', secret, shop],
      ['docker', 'unpause', ...given, shop],
    ]);
    const record = JSON.parse(await readFile(`${directory}/record.json`, 'utf8')) as RunRecord;
    const outages = record.recoveries.flatMap((recovery) => recovery.outages);
    expect(Math.max(...outages.map(({ fromMs, toMs }) => toMs - fromMs))).toBeGreaterThan(500);
    expect(record.reconciliation?.lost?.count).toBe(0);
    await expectNoSecret(directory, out + err);
  });

  it('goes on when the runner is killed: its watchdog undoes it, from the lease alone', async () => {
    const directory = site.path('killed');
    const run = site.start('run', scenario, ...soon, '--create-schema', '--allow-exec', '--out', directory);
    await run.said(/freeze-it took effect/u);
    await expectNoSecret(join(site.directory, 'state', 'leases'), '');
    run.child.kill('SIGKILL');
    await run.result;
    await expect.poll(() => cluster.process?.state('db'), { timeout: 30_000 }).toBe('running');
    expect((await site.run('heal')).exitCode).toBe(0);
    // Where it could not be seen at once that the first order had been carried out, it is given again.
    expect([...new Set((await orders()).map(({ argv }) => argv[1]))]).toEqual(['pause', 'unpause']);
    expect(readEvents(directory).find((event) => event.kind === 'fault-healed')).toMatchObject({ by: 'watchdog' });
    await expectNoSecret(directory, '');
  });

  it('that cannot be mended is told with the exact command, and with 123', async () => {
    const directory = site.path('broken');
    const run = site.start('run', scenario, ...soon, '--create-schema', '--allow-exec', '--out', directory);
    await run.said(/freeze-it took effect/u);
    await writeFile(join(stubs.directory, 'broken'), '');
    run.child.kill('SIGINT');
    // Somebody mends it in another way, or nothing could be read back from it.
    await run.said(/the daemon is gone/u);
    await cluster.process?.resume('db');
    const ended = await run.result;
    const byHand = `docker unpause shop-${cluster.nodes[0]?.port}`;
    expect(ended.exitCode).toBe(exitCodes.healFailed);
    const failed = readEvents(directory).find((event) => event.kind === 'heal-failed');
    expect(failed).toMatchObject({ reason: expect.stringContaining('the daemon is gone') as string });
    expect(failed).toMatchObject({ reason: expect.stringContaining(byHand) as string });

    await cluster.process?.pause('db', { boundMs: 120_000 });
    const again = await site.run('heal');
    expect(again.exitCode).toBe(exitCodes.healFailed);
    expect(again.err).toContain(byHand);
    await rm(join(stubs.directory, 'broken'));
    expect((await site.run('heal')).exitCode).toBe(0);
    expect(await cluster.process?.state('db')).toBe('running');
    await expectNoSecret(directory, ended.out + ended.err + again.err);
  });

  it('that a watchdog could not mend is told by the report on the killed run, until a later heal works', async () => {
    const directory = site.path('left');
    const run = site.start('run', scenario, ...soon, '--create-schema', '--allow-exec', '--out', directory);
    await run.said(/freeze-it took effect/u);
    await writeFile(join(stubs.directory, 'broken'), '');
    run.child.kill('SIGKILL');
    await run.result;
    const failures = () => readEvents(directory).filter((event) => event.kind === 'heal-failed');
    await expect.poll(failures, { timeout: 60_000 }).toHaveLength(1);
    expect((await site.run('heal')).exitCode).toBe(exitCodes.healFailed);
    expect(failures()).toHaveLength(1);
    const told = await site.run('report', directory);
    expect(told.exitCode).toBe(exitCodes.healFailed);
    expect(told.out).toContain('the daemon is gone');

    await rm(join(stubs.directory, 'broken'));
    expect((await site.run('heal')).exitCode).toBe(0);
    expect((await site.run('report', directory)).exitCode).not.toBe(exitCodes.healFailed);
    await expectNoSecret(directory, told.out + told.err);
  });

  async function orders(): Promise<readonly StubCall[]> {
    return (await stubs.calls()).filter(({ argv }) => argv[0] === 'docker' && argv[1] !== 'inspect');
  }
});

async function expectNoSecret(directory: string, said: string): Promise<void> {
  expect(said).not.toContain(secret);
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  expect(files).not.toEqual([]);
  for (const file of files) expect((await readFile(file, 'latin1')).includes(secret), file).toBe(false);
}
