import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { chdir, cwd } from 'node:process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRunFolder, findRunFolder, giveBackFolder, keepEarlier } from '../../../src/commands/run-folder.js';
import { Scratch } from '../../fixtures/scratch.js';

const home = cwd();
const wallClock = '2026-11-23T07:12:00.123Z';
let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
  chdir(scratch.directory);
});
afterEach(() => {
  chdir(home);
  scratch[Symbol.dispose]();
});

it('a new run goes under reports/, named by time and scenario', async () => {
  expect(await createRunFolder(undefined, 'payday', wallClock)).toBe(scratch.path('reports/20261123-071200-payday'));
});

it('two runs that begin in the same second go into folders of their own', async () => {
  const folders = await Promise.all([1, 2, 3].map(() => createRunFolder(undefined, 'payday', wallClock)));
  expect(new Set(folders).size).toBe(3);
  expect(folders.sort().at(-1)).toBe(scratch.path('reports/20261123-071200-payday-3'));
});

it('a folder in which nothing was written is given back, and no other', async () => {
  const folder = await createRunFolder('given', 'payday', wallClock);
  writeFileSync('given/probes.bin', 'something');
  writeFileSync('given/events.ndjson', '');
  await giveBackFolder(folder);
  expect(existsSync('given/probes.bin')).toBe(true);
  writeFileSync('given/probes.bin', '');
  await giveBackFolder(folder);
  expect(existsSync(folder)).toBe(false);
});

it('what an earlier verdict wrote is kept, each time in a folder of its own, and nothing else is moved', async () => {
  storeRun('one');
  const artefacts = ['report.html', 'record.json'];
  expect(await keepEarlier('reports/one', artefacts)).toBeNull();
  for (const text of ['first', 'second']) {
    writeFileSync('reports/one/report.html', text);
    await keepEarlier('reports/one', artefacts);
  }
  expect(readFileSync('reports/one/earlier-1/report.html', 'utf8')).toBe('first');
  expect(readFileSync('reports/one/earlier-2/report.html', 'utf8')).toBe('second');
  expect(existsSync('reports/one/report.html')).toBe(false);
  expect(existsSync('reports/one/events.ndjson')).toBe(true);
});

it('a new run goes where it was told, also where nothing is yet', async () => {
  expect(await createRunFolder('a/b c', 'payday', wallClock)).toBe(scratch.path('a/b c'));
});

it('a new run never mixes with what is there', async () => {
  storeRun('old');
  await expect(createRunFolder('reports/old', 'payday', wallClock)).rejects.toMatchObject({ code: 'guardRefused' });
});

it('a folder that cannot be made is asked for elsewhere', async () => {
  writeFileSync('a file', '');
  await expect(createRunFolder('a file/run', 'payday', wallClock)).rejects.toMatchObject({
    code: 'setupFailed',
    hint: expect.stringContaining('--out') as string,
  });
  await expect(createRunFolder('/proc/nothing/run', 'payday', wallClock)).rejects.toMatchObject({
    code: 'setupFailed',
  });
});

it('"last" is the run that was written last, whatever its name, and no folder without a journal', async () => {
  storeRun('20261123-080000-newer-name', 1_000);
  storeRun('20261123-070000-newer-run', 2_000);
  mkdirSync('reports/sample-without-journal');
  mkdirSync('reports/never-began');
  writeFileSync('reports/never-began/events.ndjson', '');
  expect(await findRunFolder('last')).toBe(scratch.path('reports/20261123-070000-newer-run'));
});

it('a run is found by its folder', async () => {
  storeRun('one');
  expect(await findRunFolder('reports/one')).toBe(scratch.path('reports/one'));
});

it('a folder without a journal, or with an empty one, is no run', async () => {
  mkdirSync('nothing');
  await expect(findRunFolder('nothing')).rejects.toThrow('holds no journal');
  writeFileSync('nothing/events.ndjson', '');
  await expect(findRunFolder('nothing')).rejects.toThrow('holds no journal');
});

it('"last" before any run says how to start one', async () => {
  await expect(findRunFolder('last')).rejects.toMatchObject({
    hint: expect.stringContaining('paystorm run') as string,
  });
});

function storeRun(name: string, changedSeconds = 1_000): void {
  const path = `reports/${name}/events.ndjson`;
  mkdirSync(`reports/${name}`, { recursive: true });
  writeFileSync(path, '{}\n');
  utimesSync(path, changedSeconds, changedSeconds);
}
