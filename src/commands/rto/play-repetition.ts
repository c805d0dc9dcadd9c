/** One repetition: varied, rehearsed in a folder of its own, judged. What was cut is moved aside, never counted and never thrown away. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPlan } from '../../plan/build-plan.js';
import type { Plan } from '../../model/plan.js';
import type { CutRepetition, Repetition, Variation } from '../../model/rto.js';
import type { RunRecord } from '../../model/run-record.js';
import { varyScenario } from '../../repeat/vary-scenario.js';
import { repetitionOf } from '../../verdict/evidence/repetition-of.js';
import type { Study } from '../../verdict/evidence/study.js';
import { judge } from '../../verdict/judge.js';
import { hasJournal } from '../run-folder.js';
import { judgeAndWrite, shownPath } from '../write-reports.js';
import type { StudyOptions } from './run-study.js';
import { moveAside, runFolderName } from './study-folder.js';

export interface Played {
  /** Null when it was cut. */
  readonly repetition: Repetition | null;
  /** What an earlier attempt at it, or this one, has left. */
  readonly cut: readonly CutRepetition[];
  /** What kept it from being played; null when nothing did, or when it was whole all the same. */
  readonly error: unknown;
}

interface Place {
  readonly plan: Plan;
  readonly variation: Variation;
  readonly directory: string;
}

export async function playRepetition(study: Study, options: StudyOptions): Promise<Played> {
  const place = placeOf(study, options);
  const earlier = await adopt(place, options);
  if (earlier !== null) return { repetition: earlier, cut: [], error: null };
  const before = await setAside(place, options);
  await mkdir(place.directory);
  const startMs = options.nowMs();
  let error: unknown = null;
  try {
    await options.rehearse(place.plan, place.directory);
  } catch (thrown) {
    error = thrown;
  }
  const record = await judgedIn(place, options);
  if (record !== null && isWhole(record, place)) {
    const tookMs = options.nowMs() - startMs;
    return { repetition: repetitionOf(record, { ...labelOf(place), tookMs }), cut: before, error: null };
  }
  return { repetition: null, cut: [...before, ...(await setAside(place, options))], error };
}

function placeOf({ phaseWindowMs, repetitions }: Study, { scenario, directory, catalog }: StudyOptions): Place {
  const repetition = repetitions.length + 1;
  const varied = varyScenario(scenario, { repetition, phaseWindowMs, catalog });
  const name = runFolderName(repetition);
  return { plan: buildPlan(varied.scenario, catalog), variation: varied.variation, directory: join(directory, name) };
}

function labelOf({ variation }: Place): { readonly variation: Variation; readonly folder: string } {
  return { variation, folder: runFolderName(variation.repetition) };
}

/** A repetition that was whole when the runner died, before it was stored: playing it again would choose among results. */
async function adopt(place: Place, options: StudyOptions): Promise<Repetition | null> {
  const record = await judgedIn(place, options);
  if (record === null || !isWhole(record, place)) return null;
  return repetitionOf(record, { ...labelOf(place), tookMs: null });
}

/** Judged, with its reports written; null where there is no journal that can be judged. */
async function judgedIn({ directory }: Place, { catalog, onTrouble }: StudyOptions): Promise<RunRecord | null> {
  if (!(await hasJournal(directory))) return null;
  try {
    const shown = { hasColor: false, columns: 80, directory: shownPath(directory) };
    const { record, failures } = await judgeAndWrite(directory, catalog, shown);
    for (const failure of failures) onTrouble(failure);
    return record;
  } catch {
    // A journal that was cut before its first event tells nothing.
    return null;
  }
}

/** Played to its end, and as this place wants it. */
function isWhole({ finish, scenarioHash }: RunRecord, { plan }: Place): boolean {
  return finish !== 'interrupted' && finish !== 'killed' && scenarioHash === plan.scenarioHash;
}

async function setAside(place: Place, { directory, catalog }: StudyOptions): Promise<readonly CutRepetition[]> {
  const { repetition } = place.variation;
  const folder = await moveAside(directory, repetition);
  if (folder === null) return [];
  const record = await judge({ directory: join(directory, folder), catalog }).catch(() => null);
  return [{ repetition, folder, verdict: record?.verdict ?? null, exitCode: record?.exitCode ?? null }];
}
