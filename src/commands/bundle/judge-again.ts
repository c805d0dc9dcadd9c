/** Judges the journals of a bundle again: a verdict that does not stand in its journal is none. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../kit/error.js';
import type { Catalog } from '../../model/registry.js';
import type { RtoRecord } from '../../model/rto.js';
import type { RunRecord } from '../../model/run-record.js';
import { repetitionOf } from '../../verdict/evidence/repetition-of.js';
import { sumUpStudy } from '../../verdict/evidence/sum-up-study.js';
import { judge } from '../../verdict/judge.js';
import { catalogOfRun, StrangeCode, type Leave } from '../stored-operations.js';
import { toolVersion } from '../tool-version.js';
import { evidenceFolder, type BundledRun } from './bundle-description.js';
import { differences } from './differences.js';

const shownMax = 6;

export interface JudgedAgain {
  /** Of each run that could be judged. */
  readonly runs: readonly BundledRun[];
  /** Whole sentences: what comes out otherwise than it was stored. */
  readonly otherwise: readonly string[];
  /** Those among them that no other version can have judged, because this one played the run: somebody changed the record. */
  readonly forged: readonly string[];
}

export interface ToJudge {
  /** Of the runs, inside the bundle. */
  readonly folders: readonly string[];
  /** This version made the bundle: what is stored must be all that comes out. */
  readonly isOwn: boolean;
  readonly leave: Leave;
}

/** Rejects with StrangeCode where a run brings code that nobody has allowed: nothing of it is run. */
export async function judgeAgain(
  bundle: string,
  { folders, isOwn, leave }: ToJudge,
  catalog: Catalog,
): Promise<JudgedAgain> {
  const runs: BundledRun[] = [];
  const otherwise: string[] = [];
  const forged: string[] = [];
  const records = new Map<string, RunRecord>();
  for (const folder of folders) {
    try {
      const directory = join(bundle, folder);
      const own = await catalogOfRun(directory, catalog, leave);
      const record = asStored(await judge({ directory, catalog: own }));
      const stored = await readJson<RunRecord>(join(bundle, folder, 'record.json'));
      records.set(folder, record);
      runs.push({ folder, runId: record.runId, verdict: record.verdict, exitCode: record.exitCode });
      const found = compareRun(folder, { stored, again: record, isOwn });
      otherwise.push(...found);
      if (record.toolVersion === toolVersion) forged.push(...found);
    } catch (error) {
      if (error instanceof StrangeCode) throw error;
      otherwise.push(`${folder} cannot be judged again: ${messageOf(error)}`);
    }
  }
  const ofStudy = await compareStudy(bundle, records, isOwn);
  const isAllOwn = [...records.values()].every((record) => record.toolVersion === toolVersion);
  return { runs, otherwise: [...otherwise, ...ofStudy], forged: [...forged, ...(isAllOwn ? ofStudy : [])] };
}

interface Compared {
  readonly stored: RunRecord;
  readonly again: RunRecord;
  readonly isOwn: boolean;
}

function compareRun(folder: string, { stored, again, isOwn }: Compared): readonly string[] {
  if (stored.verdict !== again.verdict || stored.exitCode !== again.exitCode)
    return [
      `${folder}: the record says ${stored.verdict} (exit code ${stored.exitCode}), and its journal gives ${again.verdict} (${again.exitCode}).`,
    ];
  const found = differences(stored, again, isOwn);
  return found.length === 0 ? [] : [`${folder}: the verdict is the same, but the record differs in ${listOf(found)}.`];
}

/** Nothing where the bundle holds a single run. */
async function compareStudy(
  bundle: string,
  records: ReadonlyMap<string, RunRecord>,
  isOwn: boolean,
): Promise<readonly string[]> {
  const file = `${evidenceFolder}/rto.json`;
  const stored = await readJson<RtoRecord>(join(bundle, file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (stored === null) return [];
  const otherwise: string[] = [];
  const repetitions = stored.repetitions.map((repetition) => {
    const { folder, variation, tookMs } = repetition;
    const record = records.get(`${evidenceFolder}/${folder}`);
    if (record === undefined) {
      otherwise.push(`${file}: repetition ${variation.repetition} has no run that could be judged (${folder}).`);
      return repetition;
    }
    const again = asStored(repetitionOf(record, { variation, folder, tookMs }));
    const found = differences(repetition, again, isOwn);
    if (found.length > 0) otherwise.push(`${file}: repetition ${variation.repetition} differs in ${listOf(found)}.`);
    return again;
  });
  const found = differences(stored.findings, asStored(sumUpStudy({ ...stored, repetitions })), isOwn);
  if (found.length > 0) otherwise.push(`${file}: the findings differ in ${listOf(found)}.`);
  return otherwise;
}

function listOf(paths: readonly string[]): string {
  const more = paths.length > shownMax ? ' and more' : '';
  return `${paths.slice(0, shownMax).join(', ')}${more}`;
}

/** As it is when it has been written and read. */
function asStored<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

async function readJson<Value>(path: string): Promise<Value> {
  return JSON.parse(await readFile(path, 'utf8')) as Value;
}
