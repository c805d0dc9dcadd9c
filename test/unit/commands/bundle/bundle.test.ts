/** Evidence that was handed over: what is whole is believed, and whatever was done to it is found. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOfStudy } from '../../../../src/commands/bundle/bundled-files.js';
import { openBundle } from '../../../../src/commands/bundle/open-bundle.js';
import { refuseSecrets } from '../../../../src/commands/bundle/refuse-secrets.js';
import { verifyBundle, type VerifiedBundle } from '../../../../src/commands/bundle/verify-bundle.js';
import { exitCodes } from '../../../../src/model/exit-code.js';
import type { Scenario } from '../../../../src/model/scenario.js';
import { bundleStudy, changeText, sumUpAnew } from '../../../fixtures/bundles.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { storeStudy, storedCatalog } from '../../../fixtures/stored-study.js';

const scratch = new Scratch();
const study = scratch.path('study');
const original = scratch.path('original');
let made: VerifiedBundle;
let scenario: Scenario;

beforeAll(async () => {
  ({ scenario } = await storeStudy(study, { wanted: 2 }));
  writeFileSync(join(study, 'notes of somebody.txt'), 'my password is swordfish');
  made = await bundleStudy(study, original, scenario);
});
afterAll(() => scratch[Symbol.dispose]());

let copies = 0;
function copyOf(change: (bundle: string) => void): string {
  const copy = scratch.path(`copy-${(copies += 1)}`);
  cpSync(original, copy, { recursive: true });
  change(copy);
  return copy;
}

const check = (bundle: string, digest: string | null = null): Promise<VerifiedBundle> =>
  verifyBundle(bundle, digest, { catalog: storedCatalog, leave: {} });

describe('a bundle as it was made', () => {
  it('is whole, and its verdicts stand in its journals', async () => {
    expect(made).toMatchObject({ exitCode: exitCodes.pass, tampered: [], otherwise: [] });
    expect(await check(original, made.digest)).toEqual(made);
  });

  it('is of files without anything that looks like a secret, pages and their scripts included', async () => {
    const { files } = await filesOfStudy(study, storedCatalog);
    await expect(refuseSecrets(study, files)).resolves.toBeUndefined();
  });

  it('is checked without paystorm, too', () => {
    const said = execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: original, encoding: 'utf8' });
    expect(said.match(/: OK$/gmu)).toHaveLength(made.files);
  });

  it('holds journals, records and reports of each run, scenario, plans and environment, and nothing of others', () => {
    const files = readdirSync(original, { recursive: true, encoding: 'utf8' });
    for (const run of ['run-01', 'run-02'])
      for (const file of ['events.ndjson', 'attempts-0.bin', 'probes.bin', 'record.json', 'report.html'])
        expect(files).toContain(`evidence/${run}/${file}`);
    for (const file of ['scenario.json', 'environment.json', 'plans/run-02.json', 'evidence/rto.html', 'README.txt'])
      expect(files).toContain(file);
    expect(files.join()).not.toContain('somebody');
  });

  it('can be one file, which is unpacked aside and leaves nothing there', async () => {
    const archive = scratch.path('evidence.tar.gz');
    await bundleStudy(study, archive, scenario);
    let place: string;
    {
      await using opened = await openBundle(archive);
      place = opened.directory;
      expect((await check(place)).exitCode).toBe(exitCodes.pass);
    }
    expect(existsSync(place)).toBe(false);
    expect(readdirSync(scratch.directory).filter((name) => name.startsWith('.bundle-'))).toEqual([]);
  });
});

const flip = (path: string) => (bundle: string) => {
  const bytes = readFileSync(join(bundle, path));
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(join(bundle, path), bytes);
};

describe('a bundle that somebody changed', () => {
  it.each([
    'evidence/run-01/events.ndjson',
    'evidence/run-02/attempts-0.bin',
    'evidence/run-01/probes.bin',
    'evidence/run-01/record.json',
    'evidence/run-02/report.html',
    'evidence/run-01/junit.xml',
    'evidence/rto.json',
    'evidence/rto.md',
    'plans/run-01.json',
    'scenario.json',
    'environment.json',
    'bundle.json',
    'README.txt',
  ])('by one bit of %s is found out, and not judged', async (path) => {
    const { exitCode, tampered, description } = await check(copyOf(flip(path)));
    expect({ exitCode, tampered, description }).toEqual({
      exitCode: exitCodes.guardRefused,
      tampered: [`${path} was changed.`],
      description: null,
    });
  });

  it.each<[string, (bundle: string) => void, RegExp]>([
    [
      'a file was added',
      (bundle) => writeFileSync(join(bundle, 'evidence/new.html'), ''),
      /^evidence\/new\.html was added\.$/u,
    ],
    [
      'a file was removed',
      (bundle) => rmSync(join(bundle, 'evidence/run-01/probes.bin')),
      /probes\.bin is missing\.$/u,
    ],
    [
      'a run was removed',
      (bundle) => rmSync(join(bundle, 'evidence/run-02'), { recursive: true }),
      /run-02\/.* is missing\.$/u,
    ],
    [
      'a file became a link to itself elsewhere',
      (bundle) => {
        renameSync(join(bundle, 'scenario.json'), scratch.path('elsewhere.json'));
        symlinkSync(scratch.path('elsewhere.json'), join(bundle, 'scenario.json'));
      },
      /^scenario\.json is neither a file nor a folder/u,
    ],
    [
      'a folder became a link',
      (bundle) => {
        renameSync(join(bundle, 'plans'), scratch.path('plans elsewhere'));
        symlinkSync(scratch.path('plans elsewhere'), join(bundle, 'plans'));
      },
      /^plans is neither a file nor a folder/u,
    ],
    [
      'the manifest names a file outside',
      (bundle) => appendFileSync(join(bundle, 'SHA256SUMS'), `${'a'.repeat(64)}  ../../etc/passwd\n`),
      /names "\.\.\/\.\.\/etc\/passwd", which is no file inside the bundle/u,
    ],
    [
      'a line of the manifest was changed',
      (bundle) => {
        const text = readFileSync(join(bundle, 'SHA256SUMS'), 'utf8');
        writeFileSync(
          join(bundle, 'SHA256SUMS'),
          text.replace(/^./u, (digit) => (digit === '0' ? '1' : '0')),
        );
      },
      /^README\.txt was changed\.$/u,
    ],
    ['the manifest is gone', (bundle) => rmSync(join(bundle, 'SHA256SUMS')), /^There is no SHA256SUMS/u],
  ])('is found out: %s', async (_name, change, problem) => {
    const { exitCode, tampered } = await check(copyOf(change));
    expect(exitCode).toBe(exitCodes.guardRefused);
    expect(tampered[0]).toMatch(problem);
  });

  it('is told all at once', async () => {
    const changed = copyOf((bundle) => {
      flip('scenario.json')(bundle);
      rmSync(join(bundle, 'evidence/rto.md'));
      mkdirSync(join(bundle, 'more'));
      writeFileSync(join(bundle, 'more/file'), '');
    });
    expect((await check(changed)).tampered).toEqual([
      'evidence/rto.md is missing.',
      'scenario.json was changed.',
      'more/file was added.',
    ]);
  });

  it.each<[string, string, (text: string) => string, RegExp]>([
    [
      'a verdict',
      'evidence/run-01/record.json',
      (text) => text.replace('"verdict": "pass"', '"verdict": "fail"'),
      /^evidence\/run-01: the record says fail/u,
    ],
    [
      'a figure',
      'evidence/run-02/record.json',
      (text) => text.replace(/"acknowledged": \d+/u, '"acknowledged": 7'),
      /^evidence\/run-02: the verdict is the same, but the record differs in .*acknowledged/u,
    ],
    [
      'by taking a figure away',
      'evidence/run-01/record.json',
      (text) => JSON.stringify({ ...(JSON.parse(text) as object), reconciliation: undefined }),
      /^evidence\/run-01: the verdict is the same, but the record differs in reconciliation\.$/u,
    ],
    [
      'the sentence to quote',
      'evidence/rto.json',
      (text) => text.replace('"quote": "', '"quote": "Never. '),
      /^evidence\/rto\.json: the findings differ in quote/u,
    ],
    [
      'that it holds a run at all',
      'bundle.json',
      (text) => text.replace(/"runs": \[[\s\S]*?\],/u, '"runs": [],'),
      /^bundle\.json names no run/u,
    ],
    [
      'where its runs are',
      'bundle.json',
      (text) => text.replace('"evidence/run-01"', '"../study/run-01"'),
      /^bundle\.json names "\.\.\/study\/run-01", which is no folder inside/u,
    ],
    [
      'what the bundle says',
      'bundle.json',
      (text) => text.replace('"verdict": "pass"', '"verdict": "fail"'),
      /^bundle\.json says otherwise/u,
    ],
  ])('with its manifest is found out by judging again: %s', async (_name, path, change, sentence) => {
    const forged = copyOf((bundle) =>
      writeFileSync(join(bundle, path), change(readFileSync(join(bundle, path), 'utf8'))),
    );
    await sumUpAnew(forged, path);
    const { exitCode, tampered, otherwise } = await check(forged);
    expect(tampered).toEqual([]);
    expect(exitCode).toBe(exitCodes.guardRefused);
    expect(otherwise[0]).toMatch(sentence);
    expect((await check(forged, made.digest)).tampered[0]).toContain('The manifest has the SHA-256');
  });

  it('by another version of paystorm, which judges otherwise, decides nothing', async () => {
    const path = 'evidence/run-01/record.json';
    const older = copyOf((bundle) => {
      changeText(bundle, path, '"Every gate', '"Each gate');
      changeText(
        bundle,
        'bundle.json',
        /"toolVersion": "[^"]+"/u.exec(readFileSync(join(bundle, 'bundle.json'), 'utf8'))?.[0] ?? '',
        '"toolVersion": "0.0.1"',
      );
    });
    await sumUpAnew(older, path);
    await sumUpAnew(older, 'bundle.json');
    expect(await check(older)).toMatchObject({ exitCode: exitCodes.inconclusive, tampered: [] });
  });
});
