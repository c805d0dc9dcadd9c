/** What the reader makes of a server's bytes, however they are cut into pieces. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerReader } from '../../../src/mysql/answer-reader.js';

const none = { succeeded: 0, errno: 0, isAnswered: false, confused: null };

describe('an answer', () => {
  it('that is OK counts as success, however many rows it says were changed', () => {
    for (const affected of [0, 250, 251, 70_000, 2 ** 40]) {
      expect(readAll([packet(okOf({ affected }))], 1)).toMatchObject({ ...none, succeeded: 1, isAnswered: true });
    }
  });

  it('with rows gives the numbers of the first one', () => {
    const { cells } = readAll(rowsOf(['1000', '-7', '12'], ['5', '6', '7']), 1);
    expect(cells).toEqual([1_000, -7]);
  });

  it('without rows, with NULL, or with what is no whole number of money gives no number', () => {
    expect(readAll(rowsOf(), 1)).toMatchObject({ succeeded: 1, cells: [Number.NaN, Number.NaN] });
    expect(readAll(rowsOf([null, '3']), 1).cells).toEqual([Number.NaN, 3]);
    expect(readAll(rowsOf(['1.5', '-', '']), 1).cells).toEqual([Number.NaN, Number.NaN]);
    expect(readAll(rowsOf(['12345678901234567', '0']), 1).cells).toEqual([Number.NaN, 0]);
  });

  it('that is an error names its number, state and message, also in the middle of rows', () => {
    const broken = [...rowsOf(['1', '2']).slice(0, -1), packet(errorOf(1_317, '70100', 'Query was interrupted'))];
    expect(readAll(broken, 1)).toMatchObject({
      isAnswered: true,
      errno: 1_317,
      sqlstate: '70100',
      message: 'Query was interrupted',
    });
  });

  it('that is an error of the greeting’s kind has no state', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0x10, 0x04]), Buffer.from('Too many connections')]);
    expect(readAll([packet(bytes)], 1)).toMatchObject({ errno: 1_040, sqlstate: '', message: 'Too many connections' });
  });
});

describe('several answers', () => {
  it('of texts that were sent ahead are awaited all, whatever became of the first', () => {
    const ok = packet(okOf({}));
    const error = packet(errorOf(1_213, '40001', 'Deadlock found'));
    expect(readAll([ok, error], 3)).toMatchObject({ isAnswered: false });
    expect(readAll([ok, error, ok], 3)).toMatchObject({ isAnswered: true, succeeded: 1, errno: 1_213 });
  });

  it('of one text end with the first that has no other behind it, or with an error', () => {
    const more = packet(okOf({ hasMore: true }));
    expect(readAll([more, more], 1)).toMatchObject({ isAnswered: false, succeeded: 2 });
    expect(readAll([more, ...rowsOf(['1', '2'])], 1)).toMatchObject({ isAnswered: true, succeeded: 2 });
    expect(readAll([more, packet(errorOf(1_062, '23000', 'Duplicate'))], 1)).toMatchObject({
      isAnswered: true,
      succeeded: 1,
      errno: 1_062,
    });
  });

  it('are the same however the bytes are cut', () => {
    const bytes = Buffer.concat([
      packet(okOf({})),
      ...rowsOf(['981234', '17']),
      packet(errorOf(1_205, 'HY000', 'Lock wait timeout exceeded')),
      packet(okOf({ affected: 300 })),
    ]);
    const whole = readAll([bytes], 4);
    expect(whole).toMatchObject({ isAnswered: true, succeeded: 2, errno: 1_205 });
    const cuts = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 });
    fc.assert(
      fc.property(cuts, (places) => {
        const sorted = [0, ...places.toSorted((a, b) => a - b), bytes.length];
        const pieces = sorted.slice(1).map((to, index) => bytes.subarray(sorted[index], to));
        expect(readAll(pieces, 4)).toEqual(whole);
      }),
    );
  });
});

it('what nobody has asked for, and what begins like no answer, makes the connection unusable', () => {
  expect(readAll([packet(okOf({}))], 0).confused).toContain('without being asked');
  expect(readAll([packet(okOf({})), packet(okOf({}))], 1).confused).toContain('without being asked');
  expect(readAll([packet(Buffer.from([0xfb, 0x61]))], 1).confused).toContain('began');
  expect(readAll([packet(Buffer.from([1])), packet(Buffer.from('c')), packet(okOf({}))], 1).confused).toContain(
    'did not end',
  );
});

it.each([
  ['an OK without a status', [packet(Buffer.from([0, 0, 0])), packet(okOf({}))]],
  ['an error without a number', [packet(Buffer.from([0xff, 1]))]],
  ['an end without a status', [...rowsOf(['1', '2']).slice(0, -1), packet(Buffer.from([0xfe]))]],
  ['a value that is longer than its packet', [...rowsOf(['1', '2']).slice(0, -2), packet(Buffer.from([9, 0x31]))]],
])('%s makes the connection unusable, and is not read beyond its end', (_name, packets) => {
  expect(readAll([Buffer.concat(packets)], 2)).toMatchObject({
    isAnswered: false,
    confused: expect.any(String) as string,
  });
});

it('an error whose number is 0 is an error all the same', () => {
  expect(readAll([packet(errorOf(0, 'HY000', 'What?'))], 1)).toMatchObject({
    isAnswered: true,
    errno: 60_004,
    succeeded: 0,
  });
});

it('an answer too many is noticed before the next request could take it for its own', () => {
  let answered = 0;
  let confused = 0;
  const reader = new AnswerReader({
    onAnswered() {
      answered += 1;
      reader.expect(1);
    },
    onConfused: () => (confused += 1),
  });
  reader.expect(1);
  reader.read(Buffer.concat([packet(okOf({})), packet(okOf({}))]));
  expect({ answered, confused }).toEqual({ answered: 0, confused: 1 });
});

it('a connection that commits by itself is known by what the server says after each statement', () => {
  for (const [status, isAutocommit] of [
    [3, true],
    [1, false],
  ] as const) {
    const reader = new AnswerReader({ onAnswered: () => undefined, onConfused: () => undefined });
    reader.expect(1);
    reader.read(packet(Buffer.from([0, 1, 0, status, 0, 0, 0])));
    expect(reader.answers.isAutocommit).toBe(isAutocommit);
  }
});

function readAll(pieces: readonly Buffer[], texts: number) {
  let isAnswered = false;
  let confused: string | null = null;
  const reader = new AnswerReader({
    onAnswered: () => {
      isAnswered = true;
    },
    onConfused: (why) => {
      confused = why;
    },
  });
  reader.expect(texts);
  for (const piece of pieces) reader.read(piece);
  const { succeeded, error } = reader.answers;
  const cells = [0, 1].map((column) => reader.answers.number(texts > 1 ? 1 : 0, column));
  return { isAnswered, confused, succeeded, cells, ...error };
}

function packet(payload: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  return Buffer.concat([header, payload]);
}

function okOf({ affected = 0, hasMore = false }: { readonly affected?: number; readonly hasMore?: boolean }): Buffer {
  return Buffer.concat([Buffer.from([0]), lengthOf(affected), lengthOf(0), Buffer.from([hasMore ? 8 : 2, 0, 0, 0])]);
}

function errorOf(errno: number, sqlstate: string, message: string): Buffer {
  const head = Buffer.from([0xff, errno & 0xff, errno >> 8]);
  return Buffer.concat([head, Buffer.from(`#${sqlstate}${message}`)]);
}

/** Three columns; the reader never looks at what they are called. */
function rowsOf(...rows: readonly (readonly (string | null)[])[]): readonly Buffer[] {
  const end = Buffer.from([0xfe, 0, 0, 2, 0]);
  const columns = ['a', 'b', 'c'].map((name) => Buffer.from(`\u0003def${name}`));
  const cells = rows.map((row) =>
    Buffer.concat(row.map((cell) => (cell === null ? Buffer.from([0xfb]) : textOf(cell)))),
  );
  return [Buffer.from([3]), ...columns, end, ...cells, end].map(packet);
}

function textOf(text: string): Buffer {
  return Buffer.concat([lengthOf(text.length), Buffer.from(text)]);
}

function lengthOf(length: number): Buffer {
  if (length <= 250) return Buffer.from([length]);
  const bytes = Buffer.alloc(9);
  if (length < 2 ** 16) {
    bytes.writeUInt8(0xfc);
    bytes.writeUInt16LE(length, 1);
    return bytes.subarray(0, 3);
  }
  if (length < 2 ** 24) {
    bytes.writeUInt8(0xfd);
    bytes.writeUIntLE(length, 1, 3);
    return bytes.subarray(0, 4);
  }
  bytes.writeUInt8(0xfe);
  bytes.writeBigUInt64LE(BigInt(length), 1);
  return bytes;
}
