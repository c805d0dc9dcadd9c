/**
 * What the attempts of one load thread saw and made, for the search for anomalies.
 *
 * Record, 24 bytes: arrival u32, attempt u8, kind u8, reserved u16, account u32, version u32, balance f64. Those of one attempt
 * follow each other, and attempts stand in the order of the thread's attempt file.
 */
import { join } from 'node:path';
import { accessKinds, type Access } from '../model/history.js';
import type { FileSeal } from '../model/journal.js';
import { readRecords, RecordWriter, type RecordFormat } from './record-file.js';
import { accessFileName } from './run-directory.js';

export const accessFormat: RecordFormat = { kind: 3, bytes: 24 };

export class AccessWriter {
  readonly #records: RecordWriter;

  constructor(directory: string, thread: number) {
    this.#records = new RecordWriter(join(directory, accessFileName(thread)), accessFormat);
  }

  append(arrival: number, attempt: number, access: Access): void {
    this.#records.append((view, at) => {
      view.setUint32(at, arrival, true);
      view.setUint8(at + 4, attempt);
      view.setUint8(at + 5, accessKinds.indexOf(access.kind));
      view.setUint16(at + 6, 0, true);
      view.setUint32(at + 8, access.account, true);
      view.setUint32(at + 12, access.version, true);
      view.setFloat64(at + 16, access.balance, true);
    });
  }

  flush(): void {
    this.#records.flush();
  }

  close(): void {
    this.#records.close();
  }

  seal(): FileSeal {
    return this.#records.seal();
  }
}

/** Visits every access of one file, in the order of writing. */
export function readAccessFile(path: string, visit: (arrival: number, attempt: number, access: Access) => void): void {
  readRecords(path, accessFormat, (view, at) => {
    visit(view.getUint32(at, true), view.getUint8(at + 4), {
      kind: accessKinds[view.getUint8(at + 5)] ?? 'plain-read',
      account: view.getUint32(at + 8, true),
      version: view.getUint32(at + 12, true),
      balance: view.getFloat64(at + 16, true),
    });
  });
}
