/** What the study of a stored run, which lies in the folder above it, says of it. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Catalog } from '../../model/registry.js';
import type { RtoRecord, Variation } from '../../model/rto.js';
import { varyScenario } from '../../repeat/vary-scenario.js';

export interface OwnStudy {
  readonly folder: string;
  /** Conclusive repetitions that it asked for. */
  readonly wanted: number;
  /** Runs that it holds, whole or cut. */
  readonly runs: number;
  /** Of this run. */
  readonly variation: Variation;
}

/** Null for a run of none. What was cut stands in the record of the study only by its number, from which its variation follows. */
export async function studyOf(directory: string, catalog: Catalog): Promise<OwnStudy | null> {
  const folder = dirname(directory);
  const text = await readFile(join(folder, 'rto.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const { repetitions, cut, scenario, phaseWindowMs, pooled, wanted } = JSON.parse(text) as RtoRecord;
  const isOwn = (each: { readonly folder: string }): boolean => each.folder === basename(directory);
  const whole = repetitions.find(isOwn);
  const part = cut.find(isOwn);
  const runs = repetitions.length + cut.length;
  if (whole !== undefined) return { folder, wanted, runs, variation: whole.variation };
  if (part === undefined || pooled !== undefined) return null;
  const { variation } = varyScenario(scenario, { repetition: part.repetition, phaseWindowMs, catalog });
  return { folder, wanted, runs, variation };
}
