/** A digest of many rows that does not depend on their order: equal on two nodes, unless the nodes differ. */

export type RowValues = readonly (number | string | null)[];

const modulus = 2 ** 32;
/** Two independent sums of 32 bits: that two different sets of rows share both by chance happens once in 10^19. */
const seeds = [0x9e3779b9, 0x7f4a7c15] as const;
const nullWord = 0x5bd1e995;

export class RowDigest {
  #first = 0;
  #second = 0;
  #rows = 0;

  add(values: RowValues): void {
    this.#rows += 1;
    this.#first = (this.#first + hashRow(values, seeds[0])) % modulus;
    this.#second = (this.#second + hashRow(values, seeds[1])) % modulus;
  }

  text(): string {
    return `${this.#rows}:${this.#first}:${this.#second}`;
  }
}

/** Sums of hashes, not exclusive-ors of checksums: those are linear, and the same slip in two rows would cancel itself out. */
function hashRow(values: RowValues, seed: number): number {
  let hash = seed;
  for (const value of values) {
    if (typeof value === 'number') hash = mixWord(mixWord(hash, value | 0), Math.floor(value / modulus) | 0);
    else hash = value === null ? mixWord(hash, nullWord) : mixText(hash, value);
  }
  return mixWord(hash, values.length) >>> 0;
}

function mixText(hash: number, text: string): number {
  let mixed = mixWord(hash, text.length);
  for (let index = 0; index < text.length; index += 1) mixed = mixWord(mixed, text.charCodeAt(index));
  return mixed;
}

/** One round of MurmurHash3 (Austin Appleby, public domain) and half of its finaliser. */
function mixWord(hash: number, word: number): number {
  let mixed = Math.imul(word, 0xcc9e2d51);
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593) ^ hash;
  mixed = (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
