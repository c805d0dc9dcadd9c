/** The only source of chance: streams of numbers derived from a seed and a stream's name, sequential or addressed by index. Sole home of pure-rand. */
import { createHash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** 2^-53 and 2^26: two 32-bit words make one double with all its 53 bits. */
const smallestStep = 2 ** -53;
const lowBits = 2 ** 26;
const goldenRatio32 = 0x9e3779b9;

/** Four 32-bit words. Small seeds are not mixed by generators themselves, so the words come from SHA-256. */
export function deriveKey(seed: number, stream: string): readonly [number, number, number, number] {
  const digest = createHash('sha256').update(`${seed}\n${stream}`).digest();
  return [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), digest.readInt32LE(12)];
}

/** Draws one number after the other, uniform in [0, 1). */
export function createUniformStream(seed: number, stream: string): () => number {
  const generator = xoroshiro128plusFromState(deriveKey(seed, stream));
  return () => toUnit(generator.next(), generator.next());
}

/** Numbers addressed by (index, position): any index can be visited in any order, and each has its own unlimited sequence. */
export interface IndexedStream {
  /** Turns to the sequence of `index`, 0 ≤ index < 2^32. */
  seek(index: number): void;
  /** The next number of the current sequence, uniform in [0, 1). */
  readonly unit: () => number;
}

export function createIndexedStream(seed: number, stream: string): IndexedStream {
  const [key0, key1, key2, key3] = deriveKey(seed, stream);
  let first = 0;
  let second = 0;
  let position = 0;
  return {
    seek(index) {
      // Both are bijections of the index, so that no two indexes share a sequence.
      first = mix((index ^ key0) | 0);
      second = mix((index + key1) | 0) ^ key2;
      position = key3;
    },
    unit() {
      position = (position + goldenRatio32) | 0;
      const high = mix(first ^ mix((second + position) | 0));
      const low = mix((second + mix(high ^ position)) | 0);
      return toUnit(high, low);
    },
  };
}

/** Finaliser of MurmurHash3 (Austin Appleby, public domain): every input bit flips every output bit with probability one half. */
function mix(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function toUnit(high: number, low: number): number {
  return ((high >>> 5) * lowBits + (low >>> 6)) * smallestStep;
}
