/** Streams of chance: the same numbers from the same seed, spread as they should be. Samples are fixed by their seeds, so nothing here is flaky. */
import { describe, expect, test } from 'vitest';
import { createIndexedStream, createUniformStream, deriveKey } from '../../../src/kit/random.js';
import { createZipf } from '../../../src/kit/zipf.js';

const draws = 100_000;
/** Chi-square with 99 degrees of freedom exceeds this once in a thousand times. */
const chiSquareMax = 148.2;

function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, count, index) => sum + (count - (expected[index] ?? 0)) ** 2 / (expected[index] ?? 1), 0);
}

function countInto(draw: () => number): readonly number[] {
  const counts = Array.from({ length: 100 }, () => 0);
  for (let index = 0; index < draws; index += 1) {
    const cell = draw();
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

const flat = Array.from({ length: 100 }, () => draws / 100);

describe('streams', () => {
  test('a key depends on the seed and on the name of the stream', () => {
    expect(deriveKey(1, 'arrivals')).toEqual(deriveKey(1, 'arrivals'));
    expect(deriveKey(1, 'arrivals')).not.toEqual(deriveKey(2, 'arrivals'));
    expect(deriveKey(1, 'arrivals')).not.toEqual(deriveKey(1, 'contents'));
  });

  test('a sequential stream is uniform', () => {
    const unit = createUniformStream(1, 'test');
    expect(
      chiSquare(
        countInto(() => Math.floor(unit() * 100)),
        flat,
      ),
    ).toBeLessThan(chiSquareMax);
  });

  test.each([0, 1, 2])('draw %d of successive indexes is uniform', (position) => {
    const stream = createIndexedStream(1, 'test');
    let index = 0;
    const drawn = countInto(() => {
      stream.seek(index);
      index += 1;
      for (let skipped = 0; skipped < position; skipped += 1) stream.unit();
      return Math.floor(stream.unit() * 100);
    });
    expect(chiSquare(drawn, flat)).toBeLessThan(chiSquareMax);
  });

  test('the last bits of a draw are as good as the first', () => {
    const stream = createIndexedStream(1, 'test');
    let index = 0;
    const drawn = countInto(() => {
      stream.seek(index);
      index += 1;
      return Math.floor(((stream.unit() * 2 ** 40) % 1) * 100);
    });
    expect(chiSquare(drawn, flat)).toBeLessThan(chiSquareMax);
  });

  test('the first two draws of an index are independent of each other', () => {
    const stream = createIndexedStream(7, 'test');
    let index = 0;
    const drawn = countInto(() => {
      stream.seek(index);
      index += 1;
      return Math.floor(stream.unit() * 10) * 10 + Math.floor(stream.unit() * 10);
    });
    expect(chiSquare(drawn, flat)).toBeLessThan(chiSquareMax);
  });

  test('an index gives the same numbers whatever was asked before', () => {
    const stream = createIndexedStream(1, 'test');
    stream.seek(4_000_000_000);
    const first = [stream.unit(), stream.unit()];
    stream.seek(3);
    stream.unit();
    stream.seek(4_000_000_000);
    expect([stream.unit(), stream.unit()]).toEqual(first);
  });
});

describe('Zipf', () => {
  test.each([0.5, 0.9, 1, 1.5, 2, 2.5])('ranks follow the law with exponent %d', (exponent) => {
    const unit = createUniformStream(3, `zipf-${exponent}`);
    const zipf = createZipf(100, exponent);
    const weights = Array.from({ length: 100 }, (_unused, index) => (index + 1) ** -exponent);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const expected = weights.map((weight) => (weight / total) * draws);
    expect(
      chiSquare(
        countInto(() => zipf(unit) - 1),
        expected,
      ),
    ).toBeLessThan(chiSquareMax);
  });

  test('every rank stays within its range, also for one wallet and for ten million', () => {
    const unit = createUniformStream(5, 'range');
    const one = createZipf(1, 0.9);
    const many = createZipf(10_000_000, 0.9);
    for (let index = 0; index < 10_000; index += 1) {
      expect(one(unit)).toBe(1);
      const rank = many(unit);
      expect(Number.isInteger(rank) && rank >= 1 && rank <= 10_000_000).toBe(true);
    }
  });
});
