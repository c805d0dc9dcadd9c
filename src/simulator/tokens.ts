/** Cuts a statement into words, numbers, texts and signs, and lets a parser take them one after the other. */

export type Token =
  | { readonly kind: 'word' | 'text' | 'sign'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly value: number };

/** What the simulated server cannot read; answered with error 1064. */
export class NotUnderstood extends Error {}

const pattern = /\s*(?:`([^`]*)`|'((?:[^'\\]|''|\\.)*)'|(-?\d+)(?!\w)|(@@[\w.]+|@?\w+)|(:=|>=|<=|<>|[(),=<>*+.%^-]))/uy;

export class Tokens {
  readonly #sql: string;
  #at = 0;
  #next: Token | null;

  constructor(sql: string) {
    this.#sql = sql.trimEnd();
    this.#next = this.#read();
  }

  get next(): Token | null {
    return this.#next;
  }

  take(): Token {
    const token = this.#next;
    if (token === null) throw new NotUnderstood('the end');
    this.#next = this.#read();
    return token;
  }

  /** Takes the given words and signs, if they come next in this order; the first decides. */
  accept(...texts: readonly string[]): boolean {
    if (!this.#is(texts[0] ?? '')) return false;
    for (const text of texts) this.expect(text);
    return true;
  }

  expect(...texts: readonly string[]): void {
    for (const text of texts) {
      if (!this.#is(text)) throw new NotUnderstood(this.#next?.text ?? 'the end');
      this.take();
    }
  }

  word(): string {
    const token = this.take();
    if (token.kind !== 'word') throw new NotUnderstood(token.text);
    return token.text;
  }

  number(): number {
    const token = this.take();
    if (token.kind !== 'number') throw new NotUnderstood(token.text);
    return token.value;
  }

  literal(): string | number | null {
    const token = this.take();
    if (token.kind === 'number') return token.value;
    if (token.kind === 'text') return token.text;
    if (token.text.toUpperCase() === 'NULL') return null;
    throw new NotUnderstood(token.text);
  }

  /** One or more of something, with commas between. */
  list<Item>(read: () => Item): Item[] {
    const items = [read()];
    while (this.accept(',')) items.push(read());
    return items;
  }

  /** A name, with the schema before it where it is given. */
  qualifiedName(): { readonly schema: string | null; readonly name: string } {
    const first = this.word();
    return this.accept('.') ? { schema: first, name: this.word() } : { schema: null, name: first };
  }

  end(): void {
    if (this.#next !== null) throw new NotUnderstood(this.#next.text);
  }

  #is(text: string): boolean {
    return this.#next !== null && this.#next.kind !== 'text' && this.#next.text.toUpperCase() === text;
  }

  #read(): Token | null {
    if (this.#at >= this.#sql.length) return null;
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#sql);
    if (found === null) throw new NotUnderstood(this.#sql.slice(this.#at).trim());
    this.#at = pattern.lastIndex;
    const [, quoted, text, digits, word, sign = ''] = found;
    if (text !== undefined) return { kind: 'text', text: text.replaceAll("''", "'").replaceAll(/\\(.)/gu, '$1') };
    if (digits !== undefined) return { kind: 'number', text: digits, value: Number(digits) };
    const name = quoted ?? word;
    return name === undefined ? { kind: 'sign', text: sign } : { kind: 'word', text: name };
  }
}
