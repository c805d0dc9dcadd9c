/** Programs that paystorm runs: what becomes of one that cannot be given what it was to read, and that none is at work of which nobody knows. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifyProcess, stateOfProcess } from '../../../src/host/process-identity.js';
import { endOfProgram, runProgram } from '../../../src/host/run-program.js';
import { compiledProgram } from '../../fixtures/compiled-program.js';

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

it('what a failed program said of its error is quoted, and not the page that follows it', async () => {
  const script = 'echo "[ERROR] out of memory" >&2; seq -f "see page %g of the manual" 20; exit 3';
  await expect(runProgram('/bin/sh', ['-c', script], { timeoutMs })).rejects.toThrow(
    /ended with 3: \[ERROR\] out of memory$/u,
  );
});

describe('a program of whose process somebody has to be told', () => {
  let directory: string;
  let trace: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ps-program-'));
    trace = join(directory, 'trace');
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('begins when that is done, as the process that was told of, with its words and its input', async () => {
    let told = 0;
    let wasThere: boolean | null = null;
    const onStart = async (pid: number): Promise<AsyncDisposable> => {
      told = pid;
      // Longer than the program would take to begin.
      await endOfProgram('sleep', ['0.2'], { timeoutMs });
      wasThere = existsSync(trace);
      return { [Symbol.asyncDispose]: () => writeFile(`${trace}-ended`, '') };
    };
    const script = 'echo $$ > "$1"; cat >> "$1"; exit 7';
    const words = ['-c', script, 'sh', trace, '-x "$HOME"'];
    const { code } = await endOfProgram('sh', words, { input: 'one\ntwo', timeoutMs, onStart });
    expect([code, wasThere]).toEqual([7, false]);
    expect(await readFile(trace, 'utf8')).toBe(`${told}\none\ntwo`);
    expect(existsSync(`${trace}-ended`)).toBe(true);
  });

  it('never begins when that fails', async () => {
    let told = 0;
    const onStart = (pid: number): Promise<AsyncDisposable> => {
      told = pid;
      return Promise.reject(new Error('the disk is full'));
    };
    await expect(endOfProgram('touch', [trace], { timeoutMs, onStart })).rejects.toThrow('the disk is full');
    await expect.poll(() => identifyProcess(told)).toBeNull();
    expect(existsSync(trace)).toBe(false);
  });

  it('never begins when whoever started it is killed before', async () => {
    const runner = spawn(execPath, [await compiledProgram('held-program'), trace], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = (await once(runner.stdout, 'data')) as [Buffer];
    const held = await identifyProcess(Number(pid));
    if (held === null) throw new Error('It has not waited.');
    runner.kill('SIGKILL');
    await once(runner, 'exit');
    await expect.poll(() => stateOfProcess(held)).toBe('down');
    expect(existsSync(trace)).toBe(false);
  });
});
