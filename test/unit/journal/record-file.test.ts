/** Record files outlive a crash at any byte, and refuse what this version did not write. */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readRecords, RecordWriter, type RecordFormat } from '../../../src/journal/record-file.js';
import { Scratch } from '../../fixtures/scratch.js';
import { toolErrorOf } from '../../fixtures/thrown-by.js';

const format: RecordFormat = { kind: 9, bytes: 8 };
const headerBytes = 16;
/** More than are written, and read, at once. */
const manyRecords = 16_384 + 2_048 + 7;

const scratch = new Scratch();
let files = 0;
let path: string;
beforeEach(() => {
  files += 1;
  path = scratch.path(`records-${files}.bin`);
});
afterAll(() => scratch[Symbol.dispose]());

describe('a record file', () => {
  it('gives back every record in the order of writing, over many batches', () => {
    write(manyRecords);
    expect(read()).toEqual(counted(manyRecords));
  });

  it('holds what was flushed before the writer is closed, and not twice afterwards', () => {
    const writer = new RecordWriter(path, format);
    append(writer, 0, 3);
    expect(read()).toEqual([]);
    writer.flush();
    expect(read()).toEqual([0, 1, 2]);
    append(writer, 3, 1);
    writer.close();
    expect(read()).toEqual([0, 1, 2, 3]);
  });

  it('cut at any byte, gives every record that is whole and nothing else', () => {
    const records = 5;
    write(records);
    const bytes = readFileSync(path);
    for (let length = bytes.length; length >= 0; length -= 1) {
      truncateSync(path, length);
      expect(read(), `cut after ${length} bytes`).toEqual(
        counted(Math.max(0, Math.floor((length - headerBytes) / format.bytes))),
      );
    }
  });

  it.each([1, 7, 8, 9, 8 * 7, 8 * 7 + 1, 8 * 2_055 + 3])(
    'of several pieces, with its last %i bytes lost, gives every record that is whole',
    (lostBytes) => {
      write(manyRecords);
      truncateSync(path, headerBytes + manyRecords * format.bytes - lostBytes);
      expect(read()).toEqual(counted(Math.floor(manyRecords - lostBytes / format.bytes)));
    },
  );

  it('of a version to come is refused, with a hint to the version that reads it', () => {
    write(2);
    patch(8, 2);
    const error = toolErrorOf(read);
    expect(error.code).toBe('setupFailed');
    expect(error.message).toContain(path);
    expect(error.hint).toContain('version 1');
  });

  it.each([
    ['that is none at all', 0],
    ['with records of another size', 10],
    ['of another kind', 12],
  ])('%s is refused', (_what, offset) => {
    write(2);
    patch(offset, 77);
    expect(toolErrorOf(read).message).toContain('is not a journal file that this version can read');
  });

  it('is never written over', () => {
    write(2);
    expect(() => new RecordWriter(path, format)).toThrow('EEXIST');
    expect(read()).toEqual([0, 1]);
  });

  it('that cannot be written to says so, with the place and what to do', () => {
    const writer = new RecordWriter(path, format);
    writer.close();
    append(writer, 0, 1);
    const error = toolErrorOf(() => writer.flush());
    expect(error.message).toContain(`The journal ${path} cannot be written`);
    expect(error.hint).toContain('--out');
  });
});

function write(records: number): void {
  const writer = new RecordWriter(path, format);
  append(writer, 0, records);
  writer.close();
}

function append(writer: RecordWriter, from: number, records: number): void {
  for (let number = from; number < from + records; number += 1) {
    writer.append((view, at) => view.setFloat64(at, number, true));
  }
}

function read(): readonly number[] {
  const numbers: number[] = [];
  readRecords(path, format, (view, at) => numbers.push(view.getFloat64(at, true)));
  return numbers;
}

function counted(records: number): readonly number[] {
  return Array.from({ length: records }, (_each, index) => index);
}

function patch(offset: number, byte: number): void {
  const bytes = readFileSync(path);
  bytes[offset] = byte;
  writeFileSync(path, bytes);
}
