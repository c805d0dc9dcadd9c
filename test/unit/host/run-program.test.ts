/** Programs that paystorm runs: what becomes of one that cannot be given what it was to read. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endOfProgram } from '../../../src/host/run-program.js';

const timeoutMs = 5_000;

describe('a program that reads a file', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ps-program-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('is given all of it', async () => {
    const inputFile = join(directory, 'dump');
    await writeFile(inputFile, 'one\ntwo\n');
    expect(await endOfProgram('cat', [], { inputFile, timeoutMs })).toMatchObject({ code: 0, out: 'one\ntwo\n' });
  });

  it('is ended when the file has vanished, and what is missing is told', async () => {
    const inputFile = join(directory, 'gone');
    await expect(endOfProgram('sleep', ['60'], { inputFile, timeoutMs })).rejects.toThrow(
      `${inputFile} cannot be read: ENOENT`,
    );
  });

  it('has not read it when it took its end for the end of the file', async () => {
    await expect(endOfProgram('cat', [], { inputFile: directory, timeoutMs })).rejects.toThrow(
      'cannot be read: EISDIR',
    );
  });
});
