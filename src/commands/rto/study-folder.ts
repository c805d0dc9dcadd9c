/** The folder of a study: one subfolder for each repetition, and `rto.json`, from which the same command goes on. */
import { readdir, readFile, rename, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf, ToolError } from '../../kit/error.js';
import { rtoRecordVersion, type RtoRecord } from '../../model/rto.js';
import { createRunFolder } from '../run-folder.js';
import { replaceFile } from '../write-reports.js';

const recordFile = 'rto.json';

export interface OpenedStudy {
  readonly directory: string;
  /** Null for a new study. */
  readonly stored: RtoRecord | null;
}

/** A new folder, or the one of a study that has begun. Anything else that holds files is refused. */
export async function openStudyFolder(
  chosen: string | undefined,
  scenarioName: string,
  wallClock: string,
): Promise<OpenedStudy> {
  const stored = chosen === undefined ? null : await readStudy(resolve(chosen));
  if (chosen !== undefined && stored !== null) return { directory: resolve(chosen), stored };
  return { directory: await createRunFolder(chosen, `${scenarioName}-rto`, wallClock), stored: null };
}

async function readStudy(directory: string): Promise<RtoRecord | null> {
  const path = join(directory, recordFile);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw unreadable(path, error);
  });
  if (text === null) return null;
  try {
    const record = JSON.parse(text) as RtoRecord;
    if (record.version === rtoRecordVersion && Array.isArray(record.repetitions)) return record;
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw unreadable(path, new Error(`it is not a study of version ${rtoRecordVersion}`));
}

function unreadable(path: string, cause: unknown): ToolError {
  const message = `${path} cannot be read: ${messageOf(cause)}.`;
  return new ToolError('guardRefused', message, 'Begin a new study in another folder with --out.', { cause });
}

/** A study goes on only as what it began as; everything but the number of repetitions must be the same. */
export function refuseForeign(
  stored: RtoRecord,
  asked: Pick<RtoRecord, 'scenario' | 'scenarioHash' | 'phaseWindowMs' | 'toolVersion'>,
): void {
  const hint = 'Give the same scenario, options and seed as before, or another folder with --out.';
  if (stored.scenarioHash !== asked.scenarioHash) {
    const message = `The folder holds a study of ${stored.scenario.name} (${short(stored.scenarioHash)}), and this is ${asked.scenario.name} (${short(asked.scenarioHash)}).`;
    throw new ToolError('guardRefused', message, hint);
  }
  if (stored.phaseWindowMs !== asked.phaseWindowMs) {
    const message = `The study in the folder varies the phase over ${stored.phaseWindowMs} ms, not ${asked.phaseWindowMs} ms.`;
    throw new ToolError('guardRefused', message, hint);
  }
  if (stored.toolVersion !== asked.toolVersion) {
    const message = `The study in the folder was measured with paystorm ${stored.toolVersion}, and this is ${asked.toolVersion}.`;
    throw new ToolError(
      'guardRefused',
      message,
      'Two instruments make no one measurement: begin anew in another folder.',
    );
  }
}

function short(hash: string): string {
  return hash.slice(0, 12);
}

/** Rejects when it cannot be written: what is not stored would be lost with the next interruption. */
export async function storeStudy(directory: string, record: RtoRecord): Promise<void> {
  const path = join(directory, recordFile);
  const failure = await replaceFile(path, `${JSON.stringify(record, null, 2)}\n`);
  if (failure === null) return;
  const hint = 'Free some space, then repeat the command with the same --out.';
  throw new ToolError('setupFailed', `${path} could not be written: ${failure}.`, hint);
}

/** "run-01"; three digits only where they are needed. */
export function runFolderName(repetition: number): string {
  return `run-${String(repetition).padStart(2, '0')}`;
}

/** Frees a repetition's place. Resolves to the new name of what was there, null when there was nothing. */
export async function moveAside(directory: string, repetition: number): Promise<string | null> {
  const name = runFolderName(repetition);
  const content = await readdir(join(directory, name)).catch(() => null);
  if (content === null) return null;
  if (content.length === 0) {
    await rmdir(join(directory, name));
    return null;
  }
  const taken = new Set(await readdir(directory));
  let turn = 1;
  while (taken.has(`${name}-cut-${turn}`)) turn += 1;
  await rename(join(directory, name), join(directory, `${name}-cut-${turn}`));
  return `${name}-cut-${turn}`;
}
