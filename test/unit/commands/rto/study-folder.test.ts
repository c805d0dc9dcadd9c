/** Which folder a study may use: a new one, or its own. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { pid } from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdStudy } from '../../../../src/commands/study/hold-study.js';
import { moveAside, runFolderName } from '../../../../src/commands/study/study-folder.js';
import { rtoFolder } from '../../../../src/commands/rto/study-folder.js';
import { identifySelf } from '../../../../src/host/process-identity.js';
import type { RtoRecord } from '../../../../src/model/rto.js';
import { sumUpStudy } from '../../../../src/verdict/evidence/sum-up-study.js';
import { endedProcess } from '../../../fixtures/processes.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { measured, repetitionWith, studyOf } from '../../../fixtures/study.js';
import { toolErrorOf } from '../../../fixtures/thrown-by.js';

const study = studyOf([repetitionWith(1, measured(2_000))]);
const record: RtoRecord = { ...study, findings: sumUpStudy(study) };
const wallClock = '2026-11-23T07:12:00.123Z';
let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch[Symbol.dispose]());

describe('the folder of a study', () => {
  it('is made where nothing is yet', async () => {
    const directory = scratch.path('new/study');
    expect(await rtoFolder.open({ chosen: directory, scenarioName: 'payday', wallClock })).toEqual({
      directory,
      stored: null,
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is taken up where a study has begun, with what it holds', async () => {
    await rtoFolder.store(scratch.directory, record);
    expect(readdirSync(scratch.directory)).toEqual(['rto.json']);
    const opened = await rtoFolder.open({ chosen: scratch.directory, scenarioName: 'payday', wallClock });
    expect(opened).toEqual({ directory: scratch.directory, stored: record });
  });

  it('is refused where other things are', async () => {
    writeFileSync(scratch.path('letter.txt'), 'Dear auditor');
    const opening = rtoFolder.open({ chosen: scratch.directory, scenarioName: 'payday', wallClock });
    await expect(opening).rejects.toMatchObject({
      code: 'guardRefused',
      hint: expect.stringContaining('--out') as string,
    });
  });

  it.each([
    ['half a record', '{ "version": 1, "repeti'],
    ['a record of another version', '{ "version": 99, "repetitions": [] }'],
    ['something else', '[]'],
  ])('is refused, and left as it is, where it holds %s', async (_what, text) => {
    writeFileSync(scratch.path('rto.json'), text);
    const opening = rtoFolder.open({ chosen: scratch.directory, scenarioName: 'payday', wallClock });
    await expect(opening).rejects.toMatchObject({ code: 'guardRefused' });
    expect(readFileSync(scratch.path('rto.json'), 'utf8')).toBe(text);
  });
});

describe('a study in the folder', () => {
  it('goes on as what it began as, also to more repetitions', () => {
    expect(() => rtoFolder.refuseOther(record, { ...record, wanted: 59 } as RtoRecord)).not.toThrow();
  });

  it.each<[string, Partial<RtoRecord>, string]>([
    ['another scenario or seed', { scenarioHash: 'beef'.repeat(16) }, 'beefbeefbeef'],
    ['another phase window', { phaseWindowMs: 500 }, '500'],
    ['another version of the instrument', { toolVersion: '9.9.9' }, '9.9.9'],
  ])('is not continued with %s', (_what, asked, named) => {
    const refusal = toolErrorOf(() => rtoFolder.refuseOther(record, { ...record, ...asked }));
    expect(refusal.code).toBe('guardRefused');
    expect(refusal.message).toContain(named);
    expect(refusal.hint).toContain('folder');
  });
});

describe('the place of a repetition', () => {
  it('is named so that folders sort, up to ninety-nine', () => {
    expect([1, 59, 100].map(runFolderName)).toEqual(['run-01', 'run-59', 'run-100']);
  });

  it('is freed without touching what was moved aside before', async () => {
    for (const name of ['run-03', 'run-03-cut-1']) {
      mkdirSync(scratch.path(name));
      writeFileSync(scratch.path(`${name}/journal`), name);
    }
    expect(await moveAside(scratch.directory, 3)).toBe('run-03-cut-2');
    expect(readFileSync(scratch.path('run-03-cut-1/journal'), 'utf8')).toBe('run-03-cut-1');
    expect(readFileSync(scratch.path('run-03-cut-2/journal'), 'utf8')).toBe('run-03');
    expect(await moveAside(scratch.directory, 3)).toBeNull();
  });
});

describe('a study that somebody works on', () => {
  it('is refused to a second command while the first one lives, which is named, and free afterwards', async () => {
    {
      await using _held = await holdStudy(scratch.directory);
      await expect(holdStudy(scratch.directory)).rejects.toMatchObject({
        code: 'guardRefused',
        message: `Process ${pid} is working on the study in ${scratch.directory}.`,
      });
    }
    expect(readdirSync(scratch.directory)).toEqual([]);
    await using held = await holdStudy(scratch.directory);
    expect(held).toBeDefined();
  });

  it('is free when its owner is dead, also when its process id was given to another', async () => {
    writeFileSync(scratch.path('in-progress.claim-1'), JSON.stringify({ ...(await identifySelf()), startTicks: '1' }));
    await using held = await holdStudy(scratch.directory);
    expect(held).toBeDefined();
  });

  it('is free when its owner died before it had written who it is', async () => {
    writeFileSync(scratch.path('in-progress.claim-1'), '{"pid":');
    await using held = await holdStudy(scratch.directory);
    expect(held).toBeDefined();
  });

  it('belongs to one of many that find its owner dead, however they follow each other', async () => {
    writeFileSync(scratch.path('in-progress.claim-1'), JSON.stringify(await endedProcess()));
    const found = await Promise.allSettled(Array.from({ length: 20 }, (_each, place) => holdAfter(place)));
    expect(found.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

async function holdAfter(looks: number): Promise<AsyncDisposable> {
  for (let look = 0; look < looks; look += 1) await readdir(scratch.directory);
  return holdStudy(scratch.directory);
}
