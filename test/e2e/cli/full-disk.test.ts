/** A disk that fills up in the middle of a run: the run ends, says why, and tells nothing of a ledger whose reading nobody could write down. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/model/exit-code.js';
import { CliSite } from '../../fixtures/run-cli.js';

/** A small disk of its own, which nobody else sees: $1 is where, the rest is what runs on it. */
const onSmallDisk = 'mount -t tmpfs -o size=128k none "$1" && shift && exec "$@"';
const isolated = ['-Urm', 'sh', '-c', onSmallDisk, 'sh'];

describe('a run whose disk fills up', () => {
  let site: CliSite;
  beforeAll(async () => {
    site = await CliSite.open();
    mkdirSync(site.path('disk'));
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it('names the full disk in its verdict, and does not say that a ledger was read', ({ skip }) => {
    const disk = site.path('disk');
    // Whoever may make no file systems of their own cannot have a disk that is small.
    skip(spawnSync('unshare', [...isolated, disk, 'true']).status !== 0);
    const scenario = 'test/fixtures/scenarios/short-simulated.yaml';
    const more = ['--set', 'traffic.phases.steady.rate=400/s'];
    const args = ['dist/main.js', 'run', scenario, ...more, '--out', `${disk}/run`];
    const env = { ...process.env, PAYSTORM_STATE: site.path('state'), NO_COLOR: '1' };
    const { status, stdout, stderr } = spawnSync('unshare', [...isolated, disk, process.execPath, ...args], {
      env,
      encoding: 'utf8',
    });
    expect(stderr).toContain('ENOSPC');
    const verdict = stdout.slice(stdout.indexOf('SIMULATED'), stdout.indexOf('Zero downtime?'));
    expect(verdict.replaceAll(/\s+/gu, ' ')).toMatch(/cannot be written: ENOSPC/u);
    expect(stdout.includes('The ledger was read')).toBe(!stdout.includes('holds no reading of the ledger'));
    expect(status).not.toBe(exitCodes.pass);
  });
});
