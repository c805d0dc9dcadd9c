/** Archives of others: how much is unpacked of one. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unpackInto } from '../../../src/host/tar.js';
import { Scratch } from '../../fixtures/scratch.js';

const scratch = new Scratch();
const archive = scratch.path('folder.tar.gz');
afterAll(() => scratch[Symbol.dispose]());

beforeAll(() => {
  mkdirSync(scratch.path('folder'));
  for (let number = 1; number <= 20; number += 1) writeFileSync(scratch.path(`folder/${number}`), 'x');
  writeFileSync(scratch.path('folder/zeros'), Buffer.alloc(4_000_000));
  execFileSync('tar', ['-czf', archive, '-C', scratch.directory, 'folder']);
});

function emptyFolder(name: string): string {
  mkdirSync(scratch.path(name));
  return scratch.path(name);
}

it('one within the limits is unpacked', async () => {
  const directory = emptyFolder('within');
  await unpackInto(directory, archive, { bytesMax: 5_000_000, entriesMax: 22 });
  expect(readdirSync(`${directory}/folder`)).toHaveLength(21);
});

it('one that becomes too many bytes is refused, however small it is', async () => {
  const unpacked = unpackInto(emptyFolder('bytes'), archive, { bytesMax: 1_000_000, entriesMax: 100 });
  await expect(unpacked).rejects.toMatchObject({
    code: 'guardRefused',
    message: expect.stringMatching(/folder\.tar\.gz would become more than .*B when it is unpacked\.$/u) as string,
  });
});

it('one that becomes too many files is refused', async () => {
  const unpacked = unpackInto(emptyFolder('files'), archive, { bytesMax: 5_000_000, entriesMax: 10 });
  await expect(unpacked).rejects.toThrow('would become more than 10 files when it is unpacked.');
});

it('one that is cut off in the middle is told as such', async () => {
  const cut = scratch.path('cut.tar.gz');
  writeFileSync(cut, readFileSync(archive).subarray(0, 1_000));
  await expect(unpackInto(emptyFolder('cut'), cut)).rejects.toMatchObject({
    code: 'setupFailed',
    message: expect.stringMatching(/cut\.tar\.gz could not be unpacked: unexpected end of file$/u) as string,
  });
});
