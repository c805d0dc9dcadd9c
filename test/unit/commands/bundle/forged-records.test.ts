/** A record that its journal does not give: whether somebody changed it, or an earlier version judged otherwise. */
import { cpSync, existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBundle, type VerifiedBundle } from '../../../../src/commands/bundle/verify-bundle.js';
import { toolVersion } from '../../../../src/commands/tool-version.js';
import { exitCodes } from '../../../../src/model/exit-code.js';
import type { Scenario } from '../../../../src/model/scenario.js';
import { bundleStudy, changeText, sumUpAnew } from '../../../fixtures/bundles.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { storeStudy, storedCatalog } from '../../../fixtures/stored-study.js';

const scratch = new Scratch();
const study = scratch.path('study');
const original = scratch.path('original');
let scenario: Scenario;

beforeAll(async () => {
  ({ scenario } = await storeStudy(study, { wanted: 2 }));
  await bundleStudy(study, original, scenario);
});
afterAll(() => scratch[Symbol.dispose]());

const check = (bundle: string): Promise<VerifiedBundle> =>
  verifyBundle(bundle, null, { catalog: storedCatalog, leave: {} });

describe('a record that its journal does not give', () => {
  it('of this version is found out even where the bundle says that this was known', async () => {
    const path = 'evidence/run-01/record.json';
    const forged = scratch.path('forged');
    cpSync(original, forged, { recursive: true });
    changeText(forged, path, '"Every gate', '"Each gate');
    await sumUpAnew(forged, path);
    const { otherwise } = await check(forged);
    expect(otherwise).toHaveLength(1);
    changeText(forged, 'bundle.json', '"otherwise": []', `"otherwise": ${JSON.stringify(otherwise)}`);
    await sumUpAnew(forged, 'bundle.json');
    expect(await check(forged)).toMatchObject({ exitCode: exitCodes.guardRefused, otherwise });
  });

  it('of this version is not bundled', async () => {
    const target = scratch.path('refused');
    const altered = studyWith('altered', (directory) =>
      changeText(directory, 'run-01/record.json', '"Every gate', '"Each gate'),
    );
    await expect(bundleStudy(altered, target, scenario)).rejects.toMatchObject({
      code: 'guardRefused',
      message: expect.stringContaining('evidence/run-01: the verdict is the same') as string,
    });
    expect(existsSync(target)).toBe(false);
  });

  it('because an earlier version played and judged it is bundled, and known to whoever checks', async () => {
    const target = scratch.path('earlier');
    const altered = studyWith('older', (directory) => {
      for (const file of ['run-01/record.json', 'run-01/events.ndjson'])
        changeText(
          directory,
          file,
          `"toolVersion":${file.endsWith('.json') ? ' ' : ''}"${toolVersion}"`,
          '"toolVersion":"0.0.1"',
        );
      changeText(directory, 'run-01/record.json', '"heatMap"', '"coldMap"');
    });
    const earlier = await bundleStudy(altered, target, scenario);
    expect(earlier).toMatchObject({
      exitCode: exitCodes.inconclusive,
      otherwise: [expect.stringContaining('heatMap')],
    });
    expect(await check(target)).toEqual(earlier);
  });
});

function studyWith(name: string, alter: (directory: string) => void): string {
  const directory = scratch.path(name);
  cpSync(study, directory, { recursive: true });
  alter(directory);
  return directory;
}
