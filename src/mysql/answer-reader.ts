/**
 * Reads the server's side of the text protocol, as far as the load needs it: which statements succeeded, with which error the first
 * failed, and the first row of each. A driver makes objects of columns and rows; here nothing is made of an answer that is as expected.
 *
 * Packets: length u24, number u8, payload. First of an answer: 0x00 OK, 0xff error, else the number of columns, then the columns, an
 * end (0xfe), the rows, an end. An OK or an end with status bit 8 says that the same text has another answer.
 */
import { messageOf } from '../kit/error.js';
import { driverErrno } from '../model/outcome.js';
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

const unasked = 'The server spoke without being asked.';

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
  #isAsked = false;
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
    this.#isAsked = texts > 0;
  }

  read(chunk: Buffer): void {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    try {
      const used = this.#packets(bytes);
      this.#rest = used < bytes.length ? Buffer.from(bytes.subarray(used)) : null;
      // Told before anything else is asked: what nobody asked for must not pass for the next answer.
      if (this.#rest !== null && this.#textsLeft === 0) throw new Error(unasked);
    } catch (error) {
      this.#rest = null;
      return this.#options.onConfused(messageOf(error));
    }
    if (!this.#isAsked || this.#textsLeft > 0) return;
    this.#isAsked = false;
    this.#options.onAnswered();
  }

  /** Returns how many bytes whole packets take. Throws where they cannot be an answer. */
  #packets(bytes: Buffer): number {
    let at = 0;
    while (bytes.length - at >= headerBytes) {
      const length = bytes.readUIntLE(at, 3);
      const end = at + headerBytes + length;
      if (end > bytes.length) break;
      if (length === 0 || this.#textsLeft === 0) throw new Error(unasked);
      this.#packet(bytes, at + headerBytes, end);
      at = end;
    }
    return at;
  }

  #packet(bytes: Buffer, at: number, end: number): void {
    const first = bytes[at] as number;
    if (first === errorByte) return this.#failed(bytes, at, end);
    const isEnd = first === endByte && end - at <= endBytesMax;
    switch (this.#place) {
      case 'answer':
        if (first === okByte) return this.#succeeded(statusOfOk(bytes, at, end));
        if (first > oneByteMax) throw new Error('An answer began with what no answer begins with.');
        this.#columnsLeft = first;
        this.#place = 'columns';
        return;
      case 'columns':
        this.#columnsLeft -= 1;
        if (this.#columnsLeft === 0) this.#place = 'end-of-columns';
        return;
      case 'end-of-columns':
        if (!isEnd) throw new Error('The columns of an answer did not end.');
        this.#place = 'rows';
        return;
      case 'rows':
        if (isEnd) return this.#succeeded(wordAt(bytes, at + 3, end));
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
      if (at + length > end) throw new Error('A value was longer than its packet.');
      this.answers.onNumber(column, wholeNumber(bytes, at, at + length));
      at += length;
    }
  }

  #succeeded(status: number): void {
    this.#place = 'answer';
    this.answers.onSuccess(status);
    if ((status & moreAnswersStatus) === 0) this.#textsLeft -= 1;
  }

  /** Also in the middle of rows. A text ends with its first error. */
  #failed(bytes: Buffer, at: number, end: number): void {
    this.#place = 'answer';
    const hasState = bytes[at + 3] === 0x23;
    this.answers.onError({
      // An error without a number would pass for none.
      errno: wordAt(bytes, at + 1, end) || driverErrno.protocol,
      sqlstate: hasState ? bytes.toString('latin1', at + 4, at + 9) : '',
      message: bytes.toString('utf8', hasState ? at + 9 : at + 3, end),
    });
    this.#textsLeft -= 1;
  }
}

/** Behind two numbers of variable length: rows affected and last id. */
function statusOfOk(bytes: Buffer, at: number, end: number): number {
  const afterRows = afterNumber(bytes, at + 1);
  return wordAt(bytes, afterNumber(bytes, afterRows), end);
}

function wordAt(bytes: Buffer, at: number, end: number): number {
  if (at + 2 > end) throw new Error('A packet was shorter than what it must hold.');
  return bytes.readUInt16LE(at);
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
