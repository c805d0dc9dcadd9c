/** Compares the files of a finished run with what its event log says they hold: a verdict from half a journal would be a wrong one. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { formatCount } from '../kit/format.js';
import { ToolError } from '../kit/error.js';
import type { FileSeal, JournalEvent } from '../model/journal.js';
import { accessFormat } from './access-file.js';
import { attemptFormat } from './attempt-file.js';
import { probeFormat } from './probe-file.js';
import { sealOf, type RecordFormat } from './record-file.js';
import { isAccessFile, isAttemptFile } from './run-directory.js';

const hint = 'Restore the file from where it was stored, or run the scenario again: nothing can be judged without it.';

/** Empty for journals of older versions and of runners that were killed before the end of their load. */
export function sealedFiles(events: readonly JournalEvent[]): readonly FileSeal[] {
  return events.flatMap((event) => (event.kind === 'files-sealed' ? event.files : []));
}

/** Throws a ToolError for the first file that is missing, shorter, longer, or not what was written. */
export function checkSeals(directory: string, seals: readonly FileSeal[]): void {
  for (const seal of seals) checkSeal(directory, seal);
}

function checkSeal(directory: string, expected: FileSeal): void {
  const path = join(directory, expected.file);
  const written = `the run wrote ${formatCount(expected.records)} records into it`;
  if (!existsSync(path)) throw new ToolError('setupFailed', `The journal file ${path} is missing: ${written}.`, hint);
  const found = sealOf(path, formatOf(expected.file));
  if (found.records !== expected.records) {
    const message = `The journal file ${path} is not whole: ${written}, and ${formatCount(found.records)} were found.`;
    throw new ToolError('setupFailed', message, hint);
  }
  if (found.crc32 === expected.crc32) return;
  const message = `The journal file ${path} was altered: ${written}, and of the ${formatCount(found.records)} found some are others.`;
  throw new ToolError('setupFailed', message, hint);
}

function formatOf(file: string): RecordFormat {
  if (isAttemptFile(file)) return attemptFormat;
  return isAccessFile(file) ? accessFormat : probeFormat;
}
