/** A disk that fills up in the middle of a run: the run ends, says why, and tells nothing of a ledger whose reading nobody could write down. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/model/exit-code.js';
import { CliSite } from '../../fixtures/run-cli.js';

/** A small disk of its own, which nobody else sees: $1 is how large, $2 where, the rest is what runs on it. */
const onSmallDisk = 'mount -t tmpfs -o "size=$1" none "$2" && shift 2 && exec "$@"';
const isolated = ['-Urm', 'sh', '-c', onSmallDisk, 'sh'];

describe('a run whose disk fills up', () => {
  let site: CliSite;
  beforeAll(async () => {
    site = await CliSite.open();
    mkdirSync(site.path('disk'));
  });
  afterAll(() => site[Symbol.asyncDispose]());

  // Whoever may make no file systems of their own cannot have a disk that is small.
  const cannotHaveOne = (): boolean =>
    spawnSync('unshare', [...isolated, '128k', site.path('disk'), 'true']).status !== 0;

  function runOn(size: string, ...args: readonly string[]) {
    const disk = site.path('disk');
    const out = args.includes('--out') ? [] : ['--out', `${disk}/run`];
    const command = [process.execPath, 'dist/main.js', 'run', ...args, ...out];
    const env = { ...process.env, PAYSTORM_STATE: site.path('state'), NO_COLOR: '1' };
    return spawnSync('unshare', [...isolated, size, disk, ...command], { env, encoding: 'utf8' });
  }

  it('names the full disk in its verdict, and does not say that a ledger was read', ({ skip }) => {
    skip(cannotHaveOne());
    const scenario = 'test/fixtures/scenarios/short-simulated.yaml';
    const { status, stdout, stderr } = runOn('128k', scenario, '--set', 'traffic.phases.steady.rate=400/s');
    expect(stderr).toContain('ENOSPC');
    const verdict = stdout.slice(stdout.indexOf('SIMULATED'), stdout.indexOf('Zero downtime?'));
    expect(verdict.replaceAll(/\s+/gu, ' ')).toMatch(/cannot be written: ENOSPC/u);
    expect(stdout.includes('The ledger was read')).toBe(!stdout.includes('holds no reading of the ledger'));
    expect(status).not.toBe(exitCodes.pass);
  });

  it('is refused before a server is started when its folder is there and takes nothing', ({ skip }) => {
    skip(cannotHaveOne());
    const scenario = 'test/fixtures/scenarios/short-simulated.yaml';
    const { status, stderr } = runOn('1m,ro', scenario, '--out', site.path('disk'));
    expect(stderr).toMatch(
      /^paystorm: The folder .* cannot be created: EROFS.*\n {2}hint: Choose a writable place with --out\.\n$/u,
    );
    expect(status).toBe(exitCodes.setupFailed);
  });

  it('says what it could not heal, and ends as unhealed, although its journal cannot', ({ skip }) => {
    skip(cannotHaveOne());
    const scenario = 'test/fixtures/scenarios/unhealable-simulated.yaml';
    const { status, stdout, stderr } = runOn('192k', scenario, '--allow-exec');
    expect(stderr).toContain('ENOSPC');
    expect(stderr).toContain(
      `Still injected:\n  break-it (exec on node-a)\n    by hand: cd ${process.cwd()} && false\n`,
    );
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain('The fault "break-it" could not be healed');
    expect(status).toBe(exitCodes.healFailed);
  });
});
