/**
 * The attempt journal of one load thread.
 *
 * Record, 40 bytes: arrival u32, attempt u8, operation u8, zone u8, node u8, connection u16, errno u16, outcome u8, drop reason u8,
 * step u8, flags u8 (1: retried, 2: opens a session, 4: a payment asked for was there, 8: it was not), intended start f64, start f64, end f64 (ms on the plan's axis).
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Attempt, FileSeal } from '../model/journal.js';
import { steps } from '../model/operation.js';
import { dropReasons, outcomes } from '../model/outcome.js';
import { readRecords, RecordWriter, type RecordFormat } from './record-file.js';
import { attemptFileName, isAttemptFile } from './run-directory.js';

export const attemptFormat: RecordFormat = { kind: 1, bytes: 40 };
const retriedFlag = 1;
const opensSessionFlag = 2;
const presentFlag = 4;
const absentFlag = 8;

export class AttemptWriter {
  readonly #records: RecordWriter;

  constructor(directory: string, thread: number) {
    this.#records = new RecordWriter(join(directory, attemptFileName(thread)), attemptFormat);
  }

  append(attempt: Attempt): void {
    this.#records.append((view, at) => {
      view.setUint32(at, attempt.arrival, true);
      view.setUint8(at + 4, attempt.attempt);
      view.setUint8(at + 5, attempt.operation);
      view.setUint8(at + 6, attempt.zone);
      view.setUint8(at + 7, attempt.node);
      view.setUint16(at + 8, attempt.connection, true);
      view.setUint16(at + 10, attempt.errno, true);
      view.setUint8(at + 12, outcomes.indexOf(attempt.outcome));
      view.setUint8(at + 13, dropReasons.indexOf(attempt.dropReason));
      view.setUint8(at + 14, steps.indexOf(attempt.step));
      view.setUint8(at + 15, flagsOf(attempt));
      view.setFloat64(at + 16, attempt.intendedStartMs, true);
      view.setFloat64(at + 24, attempt.startMs, true);
      view.setFloat64(at + 32, attempt.endMs, true);
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

/** Visits every attempt of every thread, one file after the other. The object is reused: take what is needed at once. */
export function readAttempts(directory: string, visit: (attempt: Attempt) => void): void {
  for (const name of readdirSync(directory).filter(isAttemptFile).sort()) readAttemptFile(join(directory, name), visit);
}

/** Of every thread the latest `count`, while the files still grow. The object is reused: take what is needed at once. */
export function readLatestAttempts(directory: string, count: number, visit: (attempt: Attempt) => void): void {
  const names = readdirSync(directory).filter(isAttemptFile).sort();
  for (const name of names) readAttemptFile(join(directory, name), visit, count);
}

/** Those of one file, or the latest of them, in the order in which they ended. The object is reused: take what is needed at once. */
export function readAttemptFile(path: string, visit: (attempt: Attempt) => void, latest = Infinity): void {
  const attempt: { -readonly [Key in keyof Attempt]: Attempt[Key] } = emptyAttempt();
  const take = (view: DataView, at: number): void => {
    attempt.arrival = view.getUint32(at, true);
    attempt.attempt = view.getUint8(at + 4);
    attempt.operation = view.getUint8(at + 5);
    attempt.zone = view.getUint8(at + 6);
    attempt.node = view.getUint8(at + 7);
    attempt.connection = view.getUint16(at + 8, true);
    attempt.errno = view.getUint16(at + 10, true);
    attempt.outcome = outcomes[view.getUint8(at + 12)] ?? 'in-doubt';
    attempt.dropReason = dropReasons[view.getUint8(at + 13)] ?? 'none';
    attempt.step = steps[view.getUint8(at + 14)] ?? 'done';
    const flags = view.getUint8(at + 15);
    attempt.isRetried = (flags & retriedFlag) !== 0;
    attempt.opensSession = (flags & opensSessionFlag) !== 0;
    attempt.found = (flags & (presentFlag | absentFlag)) === 0 ? null : (flags & presentFlag) !== 0;
    attempt.intendedStartMs = view.getFloat64(at + 16, true);
    attempt.startMs = view.getFloat64(at + 24, true);
    attempt.endMs = view.getFloat64(at + 32, true);
    visit(attempt);
  };
  readRecords(path, attemptFormat, take, latest);
}

function flagsOf({ isRetried, opensSession, found }: Attempt): number {
  const told = found === null ? 0 : found ? presentFlag : absentFlag;
  return told | (isRetried ? retriedFlag : 0) | (opensSession ? opensSessionFlag : 0);
}

function emptyAttempt(): Attempt {
  return {
    arrival: 0,
    attempt: 0,
    operation: 0,
    zone: 0,
    node: 0,
    connection: 0,
    outcome: 'in-doubt',
    dropReason: 'none',
    step: 'done',
    errno: 0,
    isRetried: false,
    opensSession: false,
    found: null,
    intendedStartMs: 0,
    startMs: 0,
    endMs: 0,
  };
}
