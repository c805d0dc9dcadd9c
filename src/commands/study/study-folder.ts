/** The folder of a study of many runs: one subfolder for each run, and one record, from which the same command goes on. */
import { readdir, readFile, rename, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf, ToolError } from '../../kit/error.js';
import { printJson } from '../../kit/print-json.js';
import type { Scenario } from '../../model/scenario.js';
import { createRunFolder } from '../run-folder.js';
import { replaceFile } from '../write-reports.js';

/** What every study began with. */
export interface Beginning {
  readonly scenario: Scenario;
  readonly scenarioHash: string;
  readonly toolVersion: string;
}

type Recorded = Beginning & { readonly version: number };

/** What tells the folders of one command from those of another. */
interface StudyFolderKind<Stored, Asked> {
  /** "a study", "a search": how messages call it. */
  readonly noun: string;
  readonly recordFile: string;
  readonly version: number;
  /** Ends the name of a new folder under reports/. */
  readonly suffix: string;
  /** Whether what was read has the lists that are gone on from. */
  isStored(read: Partial<Stored>): boolean;
  /** How what is stored differs from what is asked for, as a sentence, where it cannot go on as that; null when it can. */
  difference(stored: Stored, asked: Asked): string | null;
}

export interface OpenedFolder<Stored> {
  readonly directory: string;
  /** Null for a new study. */
  readonly stored: Stored | null;
}

export interface FolderWish {
  readonly chosen: string | undefined;
  readonly scenarioName: string;
  readonly wallClock: string;
}

export interface StudyFolder<Stored, Asked> {
  /** A new folder, or the one of a study that has begun. Anything else that holds files is refused. */
  open(wish: FolderWish): Promise<OpenedFolder<Stored>>;
  /** Rejects when it cannot be written: what is not stored would be lost with the next interruption. */
  store(directory: string, record: Stored): Promise<void>;
  /** Throws a ToolError when the study in the folder is not the one that is asked for. */
  refuseOther(stored: Stored, asked: Asked): void;
}

/** `Settled` are the parts of the record, beside scenario and instrument, that must stay as they were. */
export function studyFolder<Stored extends Recorded, Settled extends keyof Stored>(
  kind: StudyFolderKind<Stored, Pick<Stored, Settled | keyof Beginning>>,
): StudyFolder<Stored, Pick<Stored, Settled | keyof Beginning>> {
  return {
    async open({ chosen, scenarioName, wallClock }) {
      const stored = chosen === undefined ? null : await readStored(kind, resolve(chosen));
      if (chosen !== undefined && stored !== null) return { directory: resolve(chosen), stored };
      return { directory: await createRunFolder(chosen, `${scenarioName}-${kind.suffix}`, wallClock), stored: null };
    },
    store: (directory, record) => storeRecord(join(directory, kind.recordFile), record),
    refuseOther(stored, asked) {
      refuseOtherBeginning(kind.noun, stored, asked);
      const difference = kind.difference(stored, asked);
      if (difference !== null) throw new ToolError('guardRefused', difference, sameAgainHint);
    },
  };
}

async function readStored<Stored extends Recorded>(
  kind: Pick<StudyFolderKind<Stored, never>, 'noun' | 'recordFile' | 'version' | 'isStored'>,
  directory: string,
): Promise<Stored | null> {
  const path = join(directory, kind.recordFile);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw unreadable(kind.noun, path, error);
  });
  if (text === null) return null;
  try {
    const record = JSON.parse(text) as Stored;
    if (record.version === kind.version && kind.isStored(record)) return record;
  } catch (cause) {
    throw unreadable(kind.noun, path, cause);
  }
  throw unreadable(kind.noun, path, new Error(`it is not ${kind.noun} of version ${kind.version}`));
}

function unreadable(noun: string, path: string, cause: unknown): ToolError {
  const message = `${path} cannot be read: ${messageOf(cause)}.`;
  return new ToolError('guardRefused', message, `Begin ${noun} in another folder with --out.`, { cause });
}

const sameAgainHint = 'Give the same scenario, options and seed as before, or another folder with --out.';

/** A study goes on only with the scenario and the instrument that it began with. */
function refuseOtherBeginning(noun: string, stored: Beginning, asked: Beginning): void {
  if (stored.scenarioHash !== asked.scenarioHash) {
    const message = `The folder holds ${noun} of ${stored.scenario.name} (${short(stored.scenarioHash)}), and this is ${asked.scenario.name} (${short(asked.scenarioHash)}).`;
    throw new ToolError('guardRefused', message, sameAgainHint);
  }
  if (stored.toolVersion !== asked.toolVersion) {
    const message = `What the folder holds was measured with paystorm ${stored.toolVersion}, and this is ${asked.toolVersion}.`;
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

async function storeRecord(path: string, record: unknown): Promise<void> {
  const failure = await replaceFile(path, printJson(record));
  if (failure === null) return;
  const hint = 'Free some space, then repeat the command with the same --out.';
  throw new ToolError('setupFailed', `${path} could not be written: ${failure}.`, hint);
}

/** "run-01"; three digits only where they are needed. */
export function runFolderName(number: number): string {
  return `run-${String(number).padStart(2, '0')}`;
}

/** Also of one that was cut and moved aside. */
export function isRunFolder(name: string): boolean {
  return /^run-\d+(?:-cut-\d+)?$/u.test(name);
}

/** Frees the place of a run. Resolves to the new name of what was there, null when there was nothing. */
export async function moveAside(directory: string, number: number): Promise<string | null> {
  const name = runFolderName(number);
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
