/** What must not happen on the way of evidence: an archive that writes elsewhere, a secret that leaves the house. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { openBundle } from '../../../../src/commands/bundle/open-bundle.js';
import { refuseSecrets } from '../../../../src/commands/bundle/refuse-secrets.js';
import { buildPlan } from '../../../../src/plan/build-plan.js';
import { pretendRehearsal, repeatedScenario, repeatingCatalog } from '../../../fixtures/rehearsal.js';
import { Scratch } from '../../../fixtures/scratch.js';

const scratch = new Scratch();
afterAll(() => scratch[Symbol.dispose]());

const pack = (name: string, ...args: readonly string[]): string => {
  const archive = scratch.path(name);
  execFileSync('tar', ['-czf', archive, '-C', scratch.directory, ...args], { stdio: 'ignore' });
  return archive;
};

describe('an archive', () => {
  it('that leads out of its folder writes nothing there', async () => {
    writeFileSync(scratch.path('evil'), 'evil');
    const archive = pack('evil.tar.gz', '-P', '--transform=s,^evil,../../evil-was-here,', 'evil');
    await expect(openBundle(archive)).rejects.toMatchObject({ code: 'setupFailed' });
    expect(existsSync(scratch.path('../evil-was-here'))).toBe(false);
  });

  it('that holds more than one folder, or no bundle at all, is refused', async () => {
    mkdirSync(scratch.path('folder'));
    await expect(openBundle(pack('two.tar.gz', 'evil', 'folder'))).rejects.toMatchObject({ code: 'guardRefused' });
    writeFileSync(scratch.path('no.tar.gz'), 'no archive');
    await expect(openBundle(scratch.path('no.tar.gz'))).rejects.toMatchObject({ code: 'setupFailed' });
    await expect(openBundle(scratch.path('evil'))).rejects.toThrow('is no bundle');
    await expect(openBundle(scratch.path('absent'))).rejects.toThrow('cannot be read');
  });
});

describe('secrets', () => {
  it('of an earlier version are found before they leave the house, with the line', async () => {
    const run = scratch.path('run');
    pretendRehearsal(buildPlan(repeatedScenario, repeatingCatalog()), run);
    await refuseSecrets(run, ['events.ndjson']);
    const lines = readFileSync(`${run}/events.ndjson`, 'utf8').split('\n').length;
    writeFileSync(`${run}/summary.md`, 'Again:\n`paystorm run --target mysql://app:swordfish@10.0.0.1/`\n');
    writeFileSync(`${run}/probes.bin`, 'mysql://app:swordfish@10.0.0.1/');
    appendFileSync(`${run}/events.ndjson`, '{"kind":"notice","url":"mysql://app:swordfish@10.0.0.1/"}\n');
    await expect(refuseSecrets(run, ['events.ndjson', 'summary.md', 'probes.bin'])).rejects.toThrow(
      `stands in events.ndjson in line ${lines}, summary.md in line 2.`,
    );
  });
});
