/** One repetition: varied, rehearsed in a folder of its own, judged. What was cut is moved aside, never counted and never thrown away. */
import { mkdir, readdir } from 'node:fs/promises';
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
  const earlier = await judgedIn(place, options);
  // One that was whole when the runner died is taken as it is: playing it again would choose among results.
  if (isWhole(earlier.record, place)) return played(earlier.record, place, null);
  const before = await setAside(place, options);
  await mkdir(place.directory);
  const startMs = options.nowMs();
  let error: unknown = null;
  try {
    await options.rehearse(place.plan, place.directory);
  } catch (thrown) {
    error = thrown;
  }
  const { record, failure } = await judgedIn(place, options);
  if (isWhole(record, place)) return { ...played(record, place, options.nowMs() - startMs), cut: before };
  return { repetition: null, cut: [...before, ...(await setAside(place, options))], error: error ?? failure };
}

/** Cut repetitions that no record names, because the runner died between the two: what they have shown must not be lost. */
export async function forgottenCuts({ cut }: Study, options: StudyOptions): Promise<readonly CutRepetition[]> {
  const known = new Set(cut.map((each) => each.folder));
  const found = (await readdir(options.directory)).flatMap((folder) => {
    const repetition = /^run-(\d+)-cut-\d+$/u.exec(folder)?.[1];
    return repetition === undefined || known.has(folder) ? [] : [{ repetition: Number(repetition), folder }];
  });
  return Promise.all(found.map(({ repetition, folder }) => judgeCut(repetition, folder, options)));
}

function placeOf({ phaseWindowMs, repetitions }: Study, { scenario, directory, catalog }: StudyOptions): Place {
  const repetition = repetitions.length + 1;
  const varied = varyScenario(scenario, { repetition, phaseWindowMs, catalog });
  const name = runFolderName(repetition);
  return { plan: buildPlan(varied.scenario, catalog), variation: varied.variation, directory: join(directory, name) };
}

function played(record: RunRecord, { variation }: Place, tookMs: number | null): Played {
  const folder = runFolderName(variation.repetition);
  return { repetition: repetitionOf(record, { variation, folder, tookMs }), cut: [], error: null };
}

interface Judged {
  /** Null where nothing can be judged. */
  readonly record: RunRecord | null;
  /** Why not; null also where there is no journal at all. */
  readonly failure: unknown;
}

/** With its reports written. */
async function judgedIn({ directory }: Place, { catalog, onTrouble }: StudyOptions): Promise<Judged> {
  if (!(await hasJournal(directory))) return { record: null, failure: null };
  try {
    const shown = { hasColor: false, columns: 80, directory: shownPath(directory) };
    const { record, failures } = await judgeAndWrite(directory, catalog, shown);
    for (const failure of failures) onTrouble(failure);
    return { record, failure: null };
  } catch (failure) {
    return { record: null, failure };
  }
}

/** Played to its end, and as this place wants it. */
function isWhole(record: RunRecord | null, { plan }: Place): record is RunRecord {
  const isCut = record === null || record.finish === 'interrupted' || record.finish === 'killed';
  return !isCut && record.scenarioHash === plan.scenarioHash;
}

async function setAside({ variation }: Place, options: StudyOptions): Promise<readonly CutRepetition[]> {
  const folder = await moveAside(options.directory, variation.repetition);
  return folder === null ? [] : [await judgeCut(variation.repetition, folder, options)];
}

/** A journal that was cut before its first event tells nothing. */
async function judgeCut(repetition: number, folder: string, options: StudyOptions): Promise<CutRepetition> {
  const { directory, catalog } = options;
  const record = await judge({ directory: join(directory, folder), catalog }).catch(() => null);
  return { repetition, folder, verdict: record?.verdict ?? null, exitCode: record?.exitCode ?? null };
}
