/** Finds the runs that are named on the command line, alone or in the folders of studies, and judges each anew, so that one instrument judges all. */
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { messageOf, ToolError } from '../../kit/error.js';
import type { Catalog } from '../../model/registry.js';
import type { RunRecord } from '../../model/run-record.js';
import { judge } from '../../verdict/judge.js';
import { copiesAmong } from '../run-copies.js';
import { hasJournal } from '../run-folder.js';
import { catalogOfRun, StrangeCode, type Leave } from '../stored-operations.js';
import { isRunFolder } from '../study/study-folder.js';
import { shownPath } from '../write-reports.js';
import { studyOf, type OwnStudy } from './study-of.js';

export interface StoredRun {
  readonly directory: string;
  readonly record: RunRecord;
  /** Null for a run that was none of a study. */
  readonly study: OwnStudy | null;
  readonly source: Source;
}

/** The argument that led to a run. */
export interface Source {
  readonly name: string;
  readonly folder: string;
  /** NAME=FOLDER, and not just the last part of the folder's path. */
  readonly isNamed: boolean;
}

const runsMax = 1_000;

/** Arguments are folders of runs or of studies, and may be named: NAME=FOLDER. Throws a ToolError that names every one that cannot be taken. */
export async function storedRuns(
  named: readonly string[],
  catalog: Catalog,
  leave: Leave = {},
): Promise<readonly StoredRun[]> {
  const problems: string[] = [];
  const sources = new Map<string, Source>();
  for (const source of named.map(sourceOf)) {
    const directories = await runsIn(source.folder);
    if (directories.length === 0) problems.push(`${source.folder} is no folder of a run or of a study.`);
    for (const directory of directories) if (!sources.has(directory)) sources.set(directory, source);
  }
  // Before any is judged: so many would take hours, and more memory than there is.
  if (sources.size > runsMax)
    throw refusal([...problems, `These are ${sources.size} runs; ${runsMax} at most can be judged together.`]);
  const runs: StoredRun[] = [];
  for (const [directory, source] of sources) {
    const run = await catalogOfRun(directory, catalog, leave)
      .then((own) => judged(directory, source, own))
      .catch((error: unknown) => {
        if (error instanceof StrangeCode) throw error;
        return messageOf(error);
      });
    if (typeof run === 'string') problems.push(run);
    else runs.push(run);
  }
  problems.push(...copiesAmong(runs.map(({ record, directory }) => ({ ...record, place: shownPath(directory) }))));
  if (problems.length === 0) return runs;
  throw refusal(problems);
}

function refusal(problems: readonly string[]): ToolError {
  return new ToolError('setupFailed', problems.join('\n'), 'Name folders of runs or of studies, each once.');
}

function sourceOf(argument: string): Source {
  const at = argument.indexOf('=');
  const folder = resolve(at > 0 ? argument.slice(at + 1) : argument);
  return { name: at > 0 ? argument.slice(0, at) : basename(folder), folder, isNamed: at > 0 };
}

async function runsIn(folder: string): Promise<readonly string[]> {
  if (await hasJournal(folder)) return [folder];
  const names = (await readdir(folder).catch(() => [])).filter(isRunFolder).sort();
  const inside = names.map((name) => join(folder, name));
  const hold = await Promise.all(inside.map(hasJournal));
  return inside.filter((_each, index) => hold[index]);
}

async function judged(directory: string, source: Source, catalog: Catalog): Promise<StoredRun> {
  const record = await judge({ directory, catalog });
  return { directory, record, study: await studyOf(directory, catalog), source };
}
