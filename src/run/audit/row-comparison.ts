/** Names the rows in which two nodes differ, piece by piece, and counts them. */
import type { NodeDifference } from '../../model/audit.js';

const examplesMax = 20;

/** Rows of a piece by the widest key that their table can have; what follows the key is the row. */
export type KeyedRows = ReadonlyMap<string, string>;

export class RowComparison {
  #rows = 0;
  readonly #examples: string[] = [];
  readonly #left: string;
  readonly #right: string;

  constructor(left: string, right: string) {
    this.#left = left;
    this.#right = right;
  }

  compare(left: KeyedRows, right: KeyedRows): void {
    for (const [key, row] of left) {
      const other = right.get(key);
      if (other === undefined) this.#add(`${key}: only on ${this.#left}`);
      else if (other !== row) this.#add(`${key}: ${row} on ${this.#left}, ${other} on ${this.#right}`);
    }
    for (const key of right.keys()) if (!left.has(key)) this.#add(`${key}: only on ${this.#right}`);
  }

  get isEmpty(): boolean {
    return this.#rows === 0;
  }

  /** Digests that differ are a difference, also when a second reading finds nothing to name. */
  result(): Pick<NodeDifference, 'rows' | 'examples'> {
    if (this.#rows > 0) return { rows: this.#rows, examples: this.#examples };
    const text = `${this.#left} and ${this.#right} differed when they were first read, and no row can be named any more`;
    return { rows: 1, examples: [text] };
  }

  #add(text: string): void {
    this.#rows += 1;
    if (this.#examples.length < examplesMax) this.#examples.push(text);
  }
}
