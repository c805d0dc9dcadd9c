/** The event log: one JSON object a line, appended whole. A last line that was cut by a crash is not read; a broken line before it is an error. */
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { messageOf, ToolError } from '../kit/error.js';
import { redactSecrets } from '../kit/redact.js';
import type { JournalEvent } from '../model/journal.js';
import { eventPath } from './run-directory.js';

export class EventLog {
  readonly #file: number;
  readonly #path: string;
  /** Of the whole lines. */
  #size: number;

  constructor(directory: string) {
    this.#path = eventPath(directory);
    dropCutTail(this.#path);
    this.#file = openSync(this.#path, 'a');
    this.#size = fstatSync(this.#file).size;
  }

  /** No secret is written, whoever tells it. */
  append(event: JournalEvent): void {
    const line = Buffer.from(`${JSON.stringify(redactSecrets(event))}\n`);
    try {
      // A disk that is nearly full takes a part and says so only by its length.
      for (let written = 0; written < line.length;) written += writeSync(this.#file, line, written);
      this.#size += line.length;
    } catch (cause) {
      this.#cutBack();
      const hint = 'Free some space, or choose another place with --out. What was written before stays readable.';
      throw new ToolError('setupFailed', `The journal ${this.#path} cannot be written: ${messageOf(cause)}.`, hint, {
        cause,
      });
    }
  }

  /** What follows must not be glued to half a line. */
  #cutBack(): void {
    try {
      ftruncateSync(this.#file, this.#size);
    } catch {
      // The file is lost altogether; the error that is on its way says so.
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** A log is appended to after a crash as well (its faults are healed later): what follows must start on a line of its own. */
function dropCutTail(path: string): void {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(path, end);
}

export function readEvents(directory: string): readonly JournalEvent[] {
  const path = eventPath(directory);
  const lines = readFileSync(path, 'utf8').split('\n');
  // After the last newline stands nothing, or the beginning of a line that was never finished.
  lines.pop();
  return lines.filter((line) => line !== '').map((line, index) => parseLine(line, index + 1, path));
}

function parseLine(line: string, number: number, path: string): JournalEvent {
  try {
    return JSON.parse(line) as JournalEvent;
  } catch (cause) {
    const hint = 'Only the last line of a journal may be cut. Restore the file from where it was stored.';
    throw new ToolError('setupFailed', `${path}:${number} is not a journal event.`, hint, { cause });
  }
}
