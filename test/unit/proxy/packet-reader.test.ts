/** Packets are found in a stream however the network has cut it. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { PacketReader } from '../../../src/proxy/packet-reader.js';

const packet = fc.record({
  sequence: fc.nat({ max: 255 }),
  body: fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 60, maxLength: 300 })),
});

it('whole packets come out of pieces of any size, in order', () => {
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 90 })), (packets, cuts) => {
      const found: { sequence: number; body: number[] }[] = [];
      const reader = new PacketReader(({ sequence, body }) => found.push({ sequence, body: [...body] }));
      for (const piece of cut(Buffer.concat(packets.map(framed)), cuts)) reader.read(piece);
      expect(found).toEqual(packets.map(({ sequence, body }) => ({ sequence, body: [...body] })));
    }),
  );
});

it('of a long packet the beginning is kept, its length is told, and the next one is found', () => {
  const found: { length: number; kept: number }[] = [];
  const reader = new PacketReader(({ length, body }) => found.push({ length, kept: body.length }));
  for (const body of [Buffer.alloc(200_000, 7), Buffer.from('next')]) reader.read(framed({ sequence: 0, body }));
  expect(found).toEqual([
    { length: 200_000, kept: 65_536 },
    { length: 4, kept: 4 },
  ]);
});

function framed({ sequence, body }: { readonly sequence: number; readonly body: Uint8Array }): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(body.length, 0, 3);
  header[3] = sequence;
  return Buffer.concat([header, body]);
}

function cut(stream: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(stream.subarray(at, at + size));
    at += size;
  }
  return [...pieces, stream.subarray(at)];
}
