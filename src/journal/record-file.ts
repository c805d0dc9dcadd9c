/**
 * Files of fixed-width binary records behind a small header: versioned, append-only, written in batches. A record that was
 * cut by a crash is not read. Numbers are little-endian.
 *
 * Header, 16 bytes: magic "PAYSTORM" (8), version u16, record size u16, kind u32.
 */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { messageOf, ToolError } from '../kit/error.js';
import { journalVersion, type FileSeal } from '../model/journal.js';

const magic = 'PAYSTORM';
const headerBytes = 16;
const batchRecords = 2_048;
const recordsPerRead = 16_384;

export interface RecordFormat {
  /** Tells attempt files from probe files. */
  readonly kind: number;
  readonly bytes: number;
}

export class RecordWriter {
  readonly #file: number;
  readonly #path: string;
  readonly #format: RecordFormat;
  readonly #buffer: Buffer;
  readonly #view: DataView;
  #used = 0;
  /** Bytes of the buffer that are in the file already. */
  #written = 0;
  #bytesInFile = 0;
  #crc32 = 0;

  constructor(path: string, format: RecordFormat) {
    this.#path = path;
    this.#format = format;
    this.#buffer = Buffer.alloc(format.bytes * batchRecords);
    this.#view = new DataView(this.#buffer.buffer, this.#buffer.byteOffset, this.#buffer.byteLength);
    this.#file = openSync(path, 'ax');
    this.#attempt(() => writeSync(this.#file, headerOf(format)));
  }

  /** Hands the place of the next record to `fill`; one buffer is reused, so that no record allocates. */
  append(fill: (view: DataView, offset: number) => void): void {
    if (this.#used + this.#format.bytes > this.#buffer.length) this.flush();
    fill(this.#view, this.#used);
    this.#used += this.#format.bytes;
  }

  /** One write for all records since the last. Throws a ToolError when the disk does not take it; the next flush goes on at the byte where it stopped. */
  flush(): void {
    while (this.#written < this.#used) {
      const rest = this.#buffer.subarray(this.#written, this.#used);
      const taken = this.#attempt(() => writeSync(this.#file, rest));
      this.#crc32 = crc32(rest.subarray(0, taken), this.#crc32);
      this.#bytesInFile += taken;
      this.#written += taken;
    }
    this.#used = 0;
    this.#written = 0;
  }

  /** What the file holds by now; final once it is closed. */
  seal(): FileSeal {
    const records = Math.floor(this.#bytesInFile / this.#format.bytes);
    return { file: basename(this.#path), records, crc32: this.#crc32 };
  }

  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.#file);
    }
  }

  #attempt(write: () => number): number {
    try {
      return write();
    } catch (cause) {
      const hint = 'Free some space, or choose another place with --out. What was written before stays readable.';
      throw new ToolError('setupFailed', `The journal ${this.#path} cannot be written: ${messageOf(cause)}.`, hint, {
        cause,
      });
    }
  }
}

/** Calls `visit` for every whole record, or for the latest of them, in the order of writing. */
export function readRecords(
  path: string,
  format: RecordFormat,
  visit: (view: DataView, offset: number) => void,
  latest = Infinity,
): void {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size < headerBytes) return;
    checkHeader(file, path, format);
    const buffer = Buffer.alloc(format.bytes * recordsPerRead);
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    const records = Math.floor((size - headerBytes) / format.bytes);
    let position = headerBytes + Math.max(0, records - latest) * format.bytes;
    for (;;) {
      const got = readWhole(file, buffer, position);
      const whole = got - (got % format.bytes);
      for (let offset = 0; offset < whole; offset += format.bytes) visit(view, offset);
      if (got < buffer.length) return;
      position += whole;
    }
  } finally {
    closeSync(file);
  }
}

/** The seal that the file's content deserves. A record cut in two counts for the CRC, not as a record. */
export function sealOf(path: string, format: RecordFormat): FileSeal {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(format.bytes * recordsPerRead);
    let crc = 0;
    let bytes = 0;
    for (let got = buffer.length; got === buffer.length; bytes += got) {
      got = readWhole(file, buffer, headerBytes + bytes);
      crc = crc32(buffer.subarray(0, got), crc);
    }
    return { file: basename(path), records: Math.floor(bytes / format.bytes), crc32: crc };
  } finally {
    closeSync(file);
  }
}

function readWhole(file: number, buffer: Buffer, position: number): number {
  let got = 0;
  while (got < buffer.length) {
    const more = readSync(file, buffer, got, buffer.length - got, position + got);
    if (more === 0) break;
    got += more;
  }
  return got;
}

function headerOf(format: RecordFormat): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write(magic, 'latin1');
  header.writeUInt16LE(journalVersion, 8);
  header.writeUInt16LE(format.bytes, 10);
  header.writeUInt32LE(format.kind, 12);
  return header;
}

function checkHeader(file: number, path: string, format: RecordFormat): void {
  const header = Buffer.alloc(headerBytes);
  readSync(file, header, 0, headerBytes, 0);
  if (header.equals(headerOf(format))) return;
  const hint = `This paystorm reads journals of version ${journalVersion}; use the version that wrote it.`;
  throw new ToolError('setupFailed', `${path} is not a journal file that this version can read.`, hint);
}
