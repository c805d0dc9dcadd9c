/** What a server answered to the statements of one request: whether each succeeded, and the first numbers of the rows it gave. One object is used again for every request of a session. */
import type { SeenError } from './classify-error.js';

export const noError: SeenError = { errno: 0, sqlstate: '', message: '' };

/** Columns of the first row that are kept, which is all that any transaction of the load asks for. */
const columnsKept = 2;
const autocommitStatus = 2;

export class Answers {
  /** Statements that succeeded before the first that did not. */
  succeeded = 0;
  /** The first error, `noError` when there was none. Of a request that is one text, it is also the last answer. */
  error: SeenError = noError;
  /** Whether a statement ran while the connection commits by itself, as the server said. */
  isAutocommit = false;
  #answered = 0;
  #cells = new Float64Array(32);

  /** Forgets the last request. */
  clear(): void {
    this.succeeded = 0;
    this.error = noError;
    this.isAutocommit = false;
    this.#answered = 0;
    this.#cells.fill(Number.NaN);
  }

  /** A column of the first row that a statement gave; NaN where there was no row, and where it held no whole number. */
  number(statement: number, column: number): number {
    return this.#cells[statement * columnsKept + column] ?? Number.NaN;
  }

  /** For the one who reads the wire. */
  onNumber(column: number, value: number): void {
    const at = this.#answered * columnsKept + column;
    if (column >= columnsKept || !Number.isNaN(this.#cells[at] ?? Number.NaN)) return;
    if (at >= this.#cells.length) this.#grow();
    this.#cells[at] = value;
  }

  /** `status` is the server's, after the statement. */
  onSuccess(status: number): void {
    if ((status & autocommitStatus) !== 0) this.isAutocommit = true;
    if (this.error === noError) this.succeeded += 1;
    this.#answered += 1;
  }

  onError(error: SeenError): void {
    if (this.error === noError) this.error = error;
    this.#answered += 1;
  }

  #grow(): void {
    const cells = new Float64Array(this.#cells.length * 2).fill(Number.NaN);
    cells.set(this.#cells);
    this.#cells = cells;
  }
}
