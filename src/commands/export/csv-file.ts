/** A table as a file: RFC 4180, with a head, dots in numbers and empty fields for what is not known. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

export type Field = string | number | boolean | null;

const bufferedChars = 65_536;

/** Written in pieces beside its place and put there whole by `finish`; disposed of before, it leaves nothing. Errors are those of the file system. */
export class CsvFile implements Disposable {
  readonly #path: string;
  readonly #file: number;
  #text: string;
  #isFinished = false;

  constructor(path: string, head: readonly string[]) {
    this.#path = path;
    this.#file = openSync(`${path}.new`, 'w');
    this.#text = '';
    this.add(head);
  }

  add(fields: readonly Field[]): void {
    this.#text += `${fields.map(fieldOf).join(',')}\r\n`;
    if (this.#text.length >= bufferedChars) this.#flush();
  }

  finish(): void {
    this.#flush();
    closeSync(this.#file);
    this.#isFinished = true;
    renameSync(`${this.#path}.new`, this.#path);
  }

  [Symbol.dispose](): void {
    if (this.#isFinished) return;
    closeSync(this.#file);
    rmSync(`${this.#path}.new`, { force: true });
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text);
    // A disk that is nearly full takes a part and says so only by its length.
    for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
    this.#text = '';
  }
}

function fieldOf(field: Field): string {
  if (field === null || (typeof field === 'number' && !Number.isFinite(field))) return '';
  const text = String(field);
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
