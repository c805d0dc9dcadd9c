/** Stored runs compared by the command line: what may stand on either side, what is said, and how it ends. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContrastRecord } from '../../../../src/model/contrast.js';
import { exitCodes } from '../../../../src/model/exit-code.js';
import type { RunRecord } from '../../../../src/model/run-record.js';
import { StoredRuns, type Said } from '../../../fixtures/stored-runs.js';

let runs: StoredRuns;
beforeAll(async () => {
  runs = new StoredRuns();
  for (const number of [1, 2, 3, 4, 5]) await runs.store(`before/${number}`, number / 10);
  for (const number of [1, 2, 3, 4, 5]) await runs.store(`after/${number}`, 20 + number / 10);
  await runs.store('other', 0, runs.planOf('', '60/s'));
});
afterAll(() => runs[Symbol.dispose]());

const compare = (...argv: readonly string[]): Promise<Said> =>
  runs.say('compare', ...argv, '--baselines', runs.baselines);

describe('two folders of five runs', () => {
  it('are compared as two sides, and 20 ms are found', async () => {
    const { exitCode, out } = await compare(runs.path('before'), runs.path('after'), '--json');
    const record = JSON.parse(out) as ContrastRecord;
    expect(exitCode).toBe(exitCodes.gateFailed);
    const measures = record.contrasts[0]?.measures ?? [];
    const p50 = measures.find(({ measure }) => measure === 'response_time.p50 during run');
    expect(p50).toMatchObject({ status: 'worse', effect: { method: 'ranks', before: { runs: 5 } } });
    expect(p50?.effect?.shift).toBeCloseTo(20, 1);
    const tagged = measures.filter(({ measure }) => measure.includes('{operation='));
    expect(tagged.every(({ isHeadline }) => !isHeadline)).toBe(true);
    expect(tagged.length).toBeGreaterThan(3);
  });

  it('are told in 80 columns, the differences first', async () => {
    const { out } = await compare(runs.path('before'), runs.path('after'));
    expect(out).toMatch(/✘ WORSE {2}story/u);
    expect(out.indexOf('seed')).toBe(-1);
    expect(out).toContain('Scenario, target, machine and paystorm are the same.');
    expect(out).toMatch(/response\.p50 +[\d.]+ ms +[\d.]+ ms +\+20 ms +[\d.<]+ +✘ worse/u);
    expect(out).toContain('Money: nothing lost, doubled, partial or drifted, before or after.');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('single runs', () => {
  it('of the same scenario and seed do not differ', async () => {
    const { exitCode, out } = await compare(runs.path('before/1'), runs.path('before/2'));
    expect([exitCode, out.split('\n')[0]]).toEqual([exitCodes.pass, '✔ NO REGRESSION  story']);
    expect(out).toContain('How one run differs from');
  });

  it('are found to differ by what varies within them', async () => {
    const { exitCode, out } = await compare(runs.path('before/1'), runs.path('after/1'), '--json');
    const [contrast] = (JSON.parse(out) as ContrastRecord).contrasts;
    expect(exitCode).toBe(exitCodes.gateFailed);
    const p50 = contrast?.measures.find(({ measure }) => measure === 'response_time.p50 during run');
    expect(p50).toMatchObject({ status: 'worse', effect: { method: 'blocks' } });
    const [low = 0, high = 0] = p50?.effect?.interval ?? [];
    expect(low < 20 && high > 20).toBe(true);
  });

  it('of another scenario answer another question', async () => {
    const { exitCode, out } = await compare(runs.path('before/1'), runs.path('other'));
    expect(exitCode).toBe(exitCodes.inconclusive);
    expect(out).toContain('Not the same rehearsal: traffic.phases.only.settings');
  });

  it('are each held against the first, and the worst decides', async () => {
    const { exitCode, out } = await compare(
      ...['before/1', 'before/2', 'after/1'].map((name) => runs.path(name)),
      '--quiet',
    );
    expect([exitCode, out]).toEqual([exitCodes.gateFailed, 'no-worse worse 99\n']);
  });

  it('can stand on one side together, with commas between', async () => {
    const { out } = await compare(side('before'), side('after'), '--json');
    expect((JSON.parse(out) as ContrastRecord).before.runs).toBe(5);
  });
});

describe('a baseline', () => {
  beforeAll(() => runs.say('baseline', 'save', 'main', runs.path('before'), '--baselines', runs.baselines));

  it('is a file that is the same when saved again, with a line for each figure and nothing of this machine', async () => {
    const file = `${runs.baselines}/main.json`;
    const saved = readFileSync(file, 'utf8');
    const { out } = await runs.say('baseline', 'save', 'main', runs.path('before'), '--baselines', runs.baselines);
    expect(out).toMatch(/main\.json: 5 runs\.\n$/u);
    expect(readFileSync(file, 'utf8')).toBe(saved);
    expect(saved).toMatch(/^ +"response_time\.p99 during only": [\d.]+,?$/mu);
    expect(saved).not.toContain(runs.path(''));
    expect(saved).not.toContain('"times"');
    expect(saved.length).toBeLessThan(40_000);
  });

  it('of runs in which money went wrong is saved with a warning', async () => {
    const file = `${await runs.store('harmed', 0)}/record.json`;
    const record = readFileSync(file, 'utf8');
    expect(record).toMatch(/"lost_payments[^"]*":0/u);
    const save = () => runs.say('baseline', 'save', 'harmed', runs.path('harmed'), '--baselines', runs.baselines);
    expect((await save()).err).not.toContain('money went wrong');
    writeFileSync(file, record.replace(/("lost_payments[^"]*":)0/u, '$13'));
    expect(await save()).toMatchObject({
      exitCode: exitCodes.pass,
      err: expect.stringContaining('In 1 of these runs money went wrong') as string,
    });
    rmSync(`${runs.baselines}/harmed.json`);
  });

  it('stands for its runs, also against a single one', async () => {
    expect((await compare('main', runs.path('after'))).exitCode).toBe(exitCodes.gateFailed);
    expect((await compare('main', await runs.store('alike', 0.3))).exitCode).toBe(exitCodes.pass);
    const { exitCode, out } = await compare('main', runs.path('after/3'));
    expect(exitCode).toBe(exitCodes.gateFailed);
    expect(out).toContain('with the spread between runs');
  });

  it('is listed, and shown with the middle of its runs', async () => {
    const list = await runs.say('baseline', 'list', '--baselines', runs.baselines);
    expect(list.out).toBe('main: story, 5 runs\n');
    const { out } = await runs.say('baseline', 'show', 'main', '--baselines', runs.baselines);
    expect(out).toMatch(/response_time\.p50 during run +4\.\d+ ms +4\.\d+ ms to 4\.\d+ ms/u);
  });

  it('that is not there is refused with those that are, and one that is broken with what is wrong', async () => {
    const mistyped = await compare('mian', runs.path('after'));
    expect([mistyped.exitCode, mistyped.err]).toEqual([
      exitCodes.setupFailed,
      expect.stringContaining('Did you mean "main"?'),
    ]);
    writeFileSync(`${runs.baselines}/broken.json`, '{"version": 1}');
    expect((await compare('broken', runs.path('after'))).err).toContain('is not a baseline that this version can read');
  });
});

it.each([
  ['nowhere/at/all', 'There is nothing at nowhere/at/all.'],
  [',', 'A side names no run.'],
])('%s is no side: what is one is said', async (word, message) => {
  const { exitCode, err } = await compare(word, runs.path('after'));
  expect(exitCode).toBeGreaterThan(0);
  expect(err).toContain(message);
});

describe('a run that is named twice', () => {
  beforeAll(async () => {
    cpSync(runs.path('before/1'), runs.path('copy'), { recursive: true });
    await runs.say('baseline', 'save', 'two', side('before', 2), '--baselines', runs.baselines);
  });

  it.each([
    ['on a side', 'SIDE,copy', 'after/1', /copy is the same run as .*before\/1\./u],
    ['on both sides', 'before/1', 'copy', /copy is the same run as .*before\/1\./u],
    ['by the same name', 'before/1', 'before/1', /before\/1 is named twice\./u],
    ['by a baseline, too', 'two', 'before/1', /before\/1 is the same run as run-1 of the baseline two\./u],
  ])('%s is refused', async (_where, before, after, message) => {
    const word =
      before === 'two'
        ? before
        : before
            .replace('SIDE', 'before/1')
            .split(',')
            .map((each) => runs.path(each))
            .join(',');
    const { exitCode, err, out } = await compare(word, runs.path(after));
    expect([exitCode, out]).toEqual([exitCodes.invalidScenario, '']);
    expect(err).toMatch(message);
  });

  it('is no baseline either', async () => {
    const twice = `${runs.path('before/1')},${runs.path('copy')}`;
    const { exitCode } = await runs.say('baseline', 'save', 'twice', twice, '--baselines', runs.baselines);
    expect(exitCode).toBe(exitCodes.invalidScenario);
    const file = `${runs.baselines}/two.json`;
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"run-2"', '"run-1"'));
    expect((await compare('two', runs.path('after/1'))).err).toContain('runs: a run stands in it twice');
  });
});

it('the record that holds no measures is judged again where its journal is, and how is said', async () => {
  const directory = await runs.store('old', 0);
  const file = `${directory}/record.json`;
  const { measures: _left, ...record } = JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
  writeFileSync(file, JSON.stringify(record));
  const whole = await compare(directory, directory);
  expect(whole.err).toMatch(/The record of .+ holds no measures: there is nothing to compare\./u);
  expect(whole.err).toContain(`paystorm report ${directory}`);
  writeFileSync(file, JSON.stringify({ ...record, version: 0 }));
  expect((await compare(directory, directory)).err).toContain('is of version 0, which kept no measures');
  mkdirSync(runs.path('alone'));
  writeFileSync(runs.path('alone/record.json'), JSON.stringify(record));
  expect((await compare(runs.path('alone'), directory)).err).toContain('Name the folder of a run that has its journal');
});

it('the pages say the same, and may fetch nothing', async () => {
  const { err } = await compare(runs.path('before'), runs.path('after'), '--out', runs.path('pages'));
  expect(err).toContain('contrast.html');
  const page = readFileSync(runs.path('pages/contrast.html'), 'utf8');
  expect(page).toMatch(/default-src &#39;none&#39;; script-src &#39;sha256-[^ ]+&#39;; style-src/u);
  expect(page).toMatch(/class="verdict violation"/u);
  expect(readFileSync(runs.path('pages/contrast.md'), 'utf8')).toMatch(
    /\| response\\?_time\.p50 during run \|.*✘ worse \|/u,
  );
});

function side(name: string, count = 5): string {
  return [1, 2, 3, 4, 5]
    .slice(0, count)
    .map((number) => runs.path(`${name}/${number}`))
    .join(',');
}
