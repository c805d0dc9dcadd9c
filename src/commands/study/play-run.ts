/** One run of a study: rehearsed in a folder of its own, judged. What was cut is moved aside, never counted and never thrown away. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../../model/plan.js';
import type { Catalog } from '../../model/registry.js';
import type { RunRecord } from '../../model/run-record.js';
import type { Verdict } from '../../model/verdict.js';
import { injected } from '../../run/faults/injected.js';
import { judge } from '../../verdict/judge.js';
import { hasJournal } from '../run-folder.js';
import { judgeAndWrite, shownPath } from '../write-reports.js';
import { moveAside, runFolderName } from './study-folder.js';

export interface RunSite {
  readonly directory: string;
  readonly catalog: Catalog;
  /** Of the run in that place, where its plan has operations of its own that others of the study do not have. */
  readonly catalogOf?: (number: number) => Catalog | undefined;
  /** Plays a plan and journals it in a folder, and leaves nothing running. */
  readonly rehearse: (plan: Plan, directory: string, title: string, catalog: Catalog) => Promise<void>;
  readonly nowMs: () => number;
  readonly onTrouble: (text: string) => void;
}

export interface RunWish {
  /** Its place in the study, from 1. */
  readonly number: number;
  readonly plan: Plan;
  /** What it is called while it is played: "repetition 3 of 10". */
  readonly title: string;
}

export interface CutRun {
  readonly number: number;
  readonly folder: string;
  readonly verdict: Verdict | null;
  readonly exitCode: number | null;
}

export interface PlayedRun {
  /** Null when it was cut. */
  readonly record: RunRecord | null;
  readonly folder: string;
  /** Null when another process played it. */
  readonly tookMs: number | null;
  /** What an earlier attempt at it, or this one, has left. */
  readonly cut: readonly CutRun[];
  /** What kept it from being played; null when nothing did, or when it was whole all the same. */
  readonly error: unknown;
}

export async function playRun({ number, plan, title }: RunWish, anySite: RunSite): Promise<PlayedRun> {
  const site = siteOf(number, anySite);
  const folder = runFolderName(number);
  const directory = join(site.directory, folder);
  const earlier = await judgedIn(directory, site);
  // One that was whole when the runner died is taken as it is: playing it again would choose among results.
  if (isWhole(earlier.record, plan)) return { record: earlier.record, folder, tookMs: null, cut: [], error: null };
  const before = await setAside(number, site);
  await mkdir(directory);
  const startMs = site.nowMs();
  let error: unknown = null;
  try {
    await site.rehearse(plan, directory, title, site.catalog);
  } catch (thrown) {
    error = thrown;
  }
  const { record, failure } = await judgedIn(directory, site);
  const tookMs = site.nowMs() - startMs;
  if (isWhole(record, plan)) return { record, folder, tookMs, cut: before, error: null };
  const cut = [...before, ...(await setAside(number, site))];
  return { record: null, folder, tookMs, cut, error: error ?? failure };
}

/** Cut runs that no record names, because the runner died between the two: what they have shown must not be lost. */
export async function forgottenCuts(
  knownFolders: readonly string[],
  site: Pick<RunSite, 'directory' | 'catalog' | 'catalogOf'>,
): Promise<readonly CutRun[]> {
  const known = new Set(knownFolders);
  const found = (await readdir(site.directory)).flatMap((folder) => {
    const number = /^run-(\d+)-cut-\d+$/u.exec(folder)?.[1];
    return number === undefined || known.has(folder) ? [] : [{ number: Number(number), folder }];
  });
  return Promise.all(found.map(({ number, folder }) => judgeCut(number, folder, siteOf(number, site))));
}

function siteOf<Site extends Pick<RunSite, 'catalog' | 'catalogOf'>>(number: number, site: Site): Site {
  return { ...site, catalog: site.catalogOf?.(number) ?? site.catalog };
}

interface Judged {
  /** Null where nothing can be judged. */
  readonly record: RunRecord | null;
  /** Why not; null also where there is no journal at all. */
  readonly failure: unknown;
}

/** With its reports written. */
async function judgedIn(directory: string, { catalog, onTrouble }: RunSite): Promise<Judged> {
  if (!(await hasJournal(directory))) return { record: null, failure: null };
  try {
    const shown = { hasColor: false, columns: 80, directory: shownPath(directory) };
    const { record, failures } = await judgeAndWrite(directory, catalog, shown);
    for (const { file, why } of failures) onTrouble(`${file} could not be written: ${why}.`);
    return { record, failure: null };
  } catch (failure) {
    return { record: null, failure };
  }
}

/** Played to its end, and as this place wants it. */
function isWhole(record: RunRecord | null, { scenarioHash }: Plan): record is RunRecord {
  const isCut = record === null || record.finish === 'interrupted' || record.finish === 'killed';
  return !isCut && record.scenarioHash === scenarioHash;
}

async function setAside(number: number, site: RunSite): Promise<readonly CutRun[]> {
  const folder = await moveAside(site.directory, number);
  return folder === null ? [] : [await judgeCut(number, folder, site)];
}

/** A journal that was cut before its first event tells nothing. */
async function judgeCut(
  number: number,
  folder: string,
  { directory, catalog }: Pick<RunSite, 'directory' | 'catalog'>,
): Promise<CutRun> {
  const judged = judge({ directory: join(directory, folder), catalog, injected: [...injected.keys()] });
  const record = await judged.catch(() => null);
  return { number, folder, verdict: record?.verdict ?? null, exitCode: record?.exitCode ?? null };
}
