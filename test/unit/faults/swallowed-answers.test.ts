/** Answers to COMMIT byte by byte: what is swallowed, what is passed on, and what becomes of an answer that has come in part. */
import { describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { infectLine, type InfectedLine } from '../../fixtures/infected-line.js';

const commit = request('INSERT INTO shop.sale VALUES (1);COMMIT');
const inserted = packet(1, Buffer.from([0, 1, 0, 0x0b, 0, 0, 0]));
const committed = packet(2, Buffer.from([0, 0, 0, 2, 0, 0, 0]));
const refused = packet(2, Buffer.from([0xff, 0xbd, 4]));
const all = Buffer.concat([inserted, committed]);

describe('the answer to a chosen COMMIT', () => {
  it('is swallowed as a whole, and the connection is cut', () => {
    const line = asked();
    line.send('to-client', inserted);
    expect(line.infection?.toClient?.heldBytes).toBe(inserted.length);
    line.send('to-client', committed);
    expect([line.told, line.effect()]).toEqual([['cut'], 1]);
  });

  it('passes on as it is when it is an error', () => {
    const line = asked();
    line.send('to-client', inserted);
    line.send('to-client', refused);
    expect([bytesOf(line), line.effect()]).toEqual([Buffer.concat([inserted, refused]), 0]);
  });

  it.each(Array.from({ length: all.length - 1 }, (_each, index) => index + 1))(
    'that has come up to byte %d arrives whole when the fault is healed in that moment',
    (at) => {
      const line = asked();
      line.send('to-client', all.subarray(0, at));
      line.release();
      expect([bytesOf(line), line.effect()]).toEqual([all.subarray(0, at), 0]);
      expect(line.infection?.toClient?.heldBytes).toBe(0);
    },
  );

  it.each(['end', 'reset'] as const)('that the server breaks off by %s arrives as far as it came', (end) => {
    const line = asked();
    line.send('to-client', inserted);
    line.send('to-client', end);
    expect(line.told).toEqual([inserted.toString('latin1'), end]);
  });

  it('that was swallowed is followed by nothing, and by a reset with the heal', () => {
    const line = asked({ afterwards: 'hang' });
    line.send('to-client', all);
    line.send('to-client', committed);
    line.send('to-client', 'end');
    expect([line.told, line.effect()]).toEqual([[], 1]);
    line.release();
    expect(line.told).toEqual(['cut']);
  });
});

it('what a fault that is healed has not swallowed cuts nothing', () => {
  const line = asked();
  line.release();
  expect(line.told).toEqual([]);
});

/** After a text that ends with COMMIT. */
function asked(settings: object = {}): InfectedLine {
  const line = infectLine(faults.commitAckLoss, { share: '100%', ...settings });
  line.send('to-server', commit);
  expect(line.told.splice(0)).toHaveLength(1);
  return line;
}

function bytesOf({ told }: InfectedLine): Buffer {
  return Buffer.from(told.join(''), 'latin1');
}

function request(sql: string): Buffer {
  return packet(0, Buffer.from(`\u0003${sql}`));
}

function packet(sequence: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([body.length, 0, 0, sequence]), body]);
}
