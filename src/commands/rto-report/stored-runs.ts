/** Finds the runs that are named on the command line, alone or in the folders of studies, and judges each anew, so that one instrument judges all. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf, ToolError } from '../../kit/error.js';
import type { Catalog } from '../../model/registry.js';
import type { RtoRecord, Variation } from '../../model/rto.js';
import type { RunRecord } from '../../model/run-record.js';
import { varyScenario } from '../../repeat/vary-scenario.js';
import { judge } from '../../verdict/judge.js';
import { copiesAmong } from '../run-copies.js';
import { hasJournal } from '../run-folder.js';
import { shownPath } from '../write-reports.js';

export interface StoredRun {
  readonly directory: string;
  readonly record: RunRecord;
  /** As its study says; null for a run that was none of a study. */
  readonly variation: Variation | null;
  /** What the argument was called that led to it. */
  readonly source: string;
}

const runsMax = 1_000;
const runFolder = /^run-\d+(?:-cut-\d+)?$/u;

/** Arguments are folders of runs or of studies, and may be named: NAME=FOLDER. Throws a ToolError that names every one that cannot be taken. */
export async function storedRuns(named: readonly string[], catalog: Catalog): Promise<readonly StoredRun[]> {
  const problems: string[] = [];
  const runs: StoredRun[] = [];
  const seen = new Set<string>();
  for (const argument of named) {
    const { name, folder } = nameAndFolder(argument);
    const directories = await runsIn(folder);
    if (directories.length === 0) problems.push(`${folder} is no folder of a run or of a study.`);
    for (const directory of directories.filter((each) => !seen.has(each))) {
      seen.add(directory);
      const run = await judged(directory, name, catalog).catch((error: unknown) => messageOf(error));
      if (typeof run === 'string') problems.push(run);
      else runs.push(run);
    }
  }
  problems.push(...copiesAmong(runs.map(({ record, directory }) => ({ ...record, place: shownPath(directory) }))));
  if (runs.length > runsMax) problems.push(`These are ${runs.length} runs; ${runsMax} at most can be judged together.`);
  if (problems.length === 0) return runs;
  throw new ToolError('setupFailed', problems.join('\n'), 'Name folders of runs or of studies, each once.');
}

function nameAndFolder(argument: string): { readonly name: string; readonly folder: string } {
  const at = argument.indexOf('=');
  const folder = resolve(at > 0 ? argument.slice(at + 1) : argument);
  return { name: at > 0 ? argument.slice(0, at) : basename(folder), folder };
}

async function runsIn(folder: string): Promise<readonly string[]> {
  if (await hasJournal(folder)) return [folder];
  const names = (await readdir(folder).catch(() => [])).filter((name) => runFolder.test(name)).sort();
  const inside = names.map((name) => join(folder, name));
  const hold = await Promise.all(inside.map(hasJournal));
  return inside.filter((_each, index) => hold[index]);
}

async function judged(directory: string, source: string, catalog: Catalog): Promise<StoredRun> {
  const record = await judge({ directory, catalog });
  return { directory, record, variation: await variationOf(directory, catalog), source };
}

/** As the record of the study says; what was cut stands there only by its number, from which its variation follows. */
async function variationOf(directory: string, catalog: Catalog): Promise<Variation | null> {
  const text = await readFile(join(dirname(directory), 'rto.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const { repetitions, cut, scenario, phaseWindowMs, pooled } = JSON.parse(text) as RtoRecord;
  const isOwn = ({ folder }: { readonly folder: string }): boolean => folder === basename(directory);
  const whole = repetitions.find(isOwn);
  const part = cut.find(isOwn);
  if (whole !== undefined || part === undefined || pooled !== undefined) return whole?.variation ?? null;
  return varyScenario(scenario, { repetition: part.repetition, phaseWindowMs, catalog }).variation;
}
