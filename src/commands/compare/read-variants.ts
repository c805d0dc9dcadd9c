/** Reads what the records of the variants hold beyond the comparison's own: what is drawn second by second, and where it was measured. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runRecordVersion, type RunRecord } from '../../model/run-record.js';
import type { ComparedRun } from '../../model/comparison.js';

export interface Variant {
  readonly run: ComparedRun;
  /** Null where it is gone, or another program wrote it: then the page says so, and does without. */
  readonly record: RunRecord | null;
}

/** In the order of the runs. */
export function readVariants(directory: string, runs: readonly ComparedRun[]): Promise<readonly Variant[]> {
  return Promise.all(runs.map(async (run) => ({ run, record: await readRecord(join(directory, run.folder)) })));
}

async function readRecord(folder: string): Promise<RunRecord | null> {
  const text = await readFile(join(folder, 'record.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const record = JSON.parse(text) as Partial<RunRecord>;
    return record.version === runRecordVersion && record.series !== undefined ? (record as RunRecord) : null;
  } catch {
    // Cut in the middle: as good as gone.
    return null;
  }
}
