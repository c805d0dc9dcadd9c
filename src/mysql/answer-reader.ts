/**
 * Reads the server's side of the text protocol, as far as the load needs it: which statements succeeded, with which error the first
 * failed, and the first row of each. A driver makes objects of columns and rows; here nothing is made of an answer that is as expected.
 *
 * Packets: length u24, number u8, payload. First of an answer: 0x00 OK, 0xff error, else the number of columns, then the columns, an
 * end (0xfe), the rows, an end. An OK or an end with status bit 8 says that the same text has another answer.
 */
import { Answers } from './answers.js';

const headerBytes = 4;
const okByte = 0x00;
const endByte = 0xfe;
const errorByte = 0xff;
const nullByte = 0xfb;
/** Bigger lengths take further bytes; neither a column count nor a number of the ledger needs them. */
const oneByteMax = 0xfa;
const endBytesMax = 8;
const moreAnswersStatus = 8;
/** What a minus sign and digits may not exceed to be a safe integer. */
const digitsMax = 16;

type Place = 'answer' | 'columns' | 'end-of-columns' | 'rows';

export interface AnswerReaderOptions {
  /** Every text of the request has been answered. */
  readonly onAnswered: () => void;
  /** What came cannot be an answer: the connection can no longer be used. */
  readonly onConfused: (why: string) => void;
}

export class AnswerReader {
  readonly answers = new Answers();
  readonly #options: AnswerReaderOptions;
  #textsLeft = 0;
  #place: Place = 'answer';
  #columnsLeft = 0;
  /** The beginning of a packet whose rest has not come yet. */
  #rest: Buffer | null = null;

  constructor(options: AnswerReaderOptions) {
    this.#options = options;
  }

  /** So many texts are about to be sent. */
  expect(texts: number): void {
    this.answers.clear();
    this.#textsLeft = texts;
  }

  read(chunk: Buffer): void {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = null;
    let at = 0;
    while (bytes.length - at >= headerBytes) {
      const length = bytes.readUIntLE(at, 3);
      const end = at + headerBytes + length;
      if (end > bytes.length) break;
      if (length === 0 || this.#textsLeft === 0)
        return this.#options.onConfused('The server spoke without being asked.');
      this.#packet(bytes, at + headerBytes, end);
      at = end;
    }
    if (at < bytes.length) this.#rest = Buffer.from(bytes.subarray(at));
  }

  #packet(bytes: Buffer, at: number, end: number): void {
    const first = bytes[at] as number;
    if (first === errorByte) return this.#failed(bytes, at, end);
    const isEnd = first === endByte && end - at <= endBytesMax;
    switch (this.#place) {
      case 'answer':
        if (first === okByte) return this.#succeeded(statusOfOk(bytes, at));
        if (first > oneByteMax) return this.#options.onConfused('An answer began with what no answer begins with.');
        this.#columnsLeft = first;
        this.#place = 'columns';
        return;
      case 'columns':
        this.#columnsLeft -= 1;
        if (this.#columnsLeft === 0) this.#place = 'end-of-columns';
        return;
      case 'end-of-columns':
        if (!isEnd) return this.#options.onConfused('The columns of an answer did not end.');
        this.#place = 'rows';
        return;
      case 'rows':
        if (isEnd) return this.#succeeded(bytes.readUInt16LE(at + 3));
        return this.#row(bytes, at, end);
      default:
        this.#place satisfies never;
    }
  }

  #row(bytes: Buffer, start: number, end: number): void {
    let column = 0;
    for (let at = start; at < end; column += 1) {
      const length = bytes[at] as number;
      at += 1;
      if (length === nullByte) continue;
      if (length > oneByteMax) return;
      this.answers.onNumber(column, wholeNumber(bytes, at, at + length));
      at += length;
    }
  }

  #succeeded(status: number): void {
    this.#place = 'answer';
    this.answers.onSuccess();
    if ((status & moreAnswersStatus) === 0) this.#textAnswered();
  }

  /** Also in the middle of rows. A text ends with its first error. */
  #failed(bytes: Buffer, at: number, end: number): void {
    this.#place = 'answer';
    const hasState = bytes[at + 3] === 0x23;
    this.answers.onError({
      errno: bytes.readUInt16LE(at + 1),
      sqlstate: hasState ? bytes.toString('latin1', at + 4, at + 9) : '',
      message: bytes.toString('utf8', hasState ? at + 9 : at + 3, end),
    });
    this.#textAnswered();
  }

  #textAnswered(): void {
    this.#textsLeft -= 1;
    if (this.#textsLeft === 0) this.#options.onAnswered();
  }
}

/** Behind two numbers of variable length: rows affected and last id. */
function statusOfOk(bytes: Buffer, at: number): number {
  const afterRows = afterNumber(bytes, at + 1);
  return bytes.readUInt16LE(afterNumber(bytes, afterRows));
}

function afterNumber(bytes: Buffer, at: number): number {
  const first = bytes[at] as number;
  if (first <= oneByteMax) return at + 1;
  return at + (first === 0xfc ? 3 : first === 0xfd ? 4 : 9);
}

/** NaN for anything else. Digit by digit, because a string for every balance would cost more than all the rest of its answer. */
function wholeNumber(bytes: Buffer, start: number, end: number): number {
  const isNegative = bytes[start] === 0x2d;
  const from = isNegative ? start + 1 : start;
  if (end === from || end - from > digitsMax) return Number.NaN;
  let value = 0;
  for (let at = from; at < end; at += 1) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return isNegative ? -value : value;
}
