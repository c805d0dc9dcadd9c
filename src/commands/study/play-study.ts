/** Plays one run after the other until the study wants no more, and stores it after each, so that no more than one run is ever lost. */
import { messageOf } from '../../kit/error.js';
import { exitCodes } from '../../model/exit-code.js';
import type { RunRecord } from '../../model/run-record.js';
import type { StudyRecord } from '../../model/study.js';
import { forgottenCuts, playRun, type CutRun, type PlayedRun, type RunSite, type RunWish } from './play-run.js';

export type StudyState = StudyRecord['state'];

/** What a study of any kind knows of itself; everything is pure. */
export interface StudyRules<Study, Stored> {
  /** The next run, null when there is nothing left to play. */
  next(study: Study): RunWish | null;
  cutFolders(study: Study): readonly string[];
  withState(study: Study, state: StudyState): Study;
  withCuts(study: Study, cut: readonly CutRun[]): Study;
  withRun(study: Study, run: WholeRun): Study;
  judged(study: Study): Stored;
}

/** As `next` wanted it. */
export interface WholeRun extends Pick<PlayedRun, 'folder' | 'tookMs'> {
  readonly wish: RunWish;
  readonly record: RunRecord;
}

export interface StudySite<Stored> extends RunSite {
  readonly signal: AbortSignal;
  readonly store: (record: Stored) => Promise<void>;
  readonly onRun: (record: Stored) => void;
}

/** Rejects with what kept a run from being played; the study is stored before. */
export async function playStudy<Study, Stored>(
  begun: Study,
  rules: StudyRules<Study, Stored>,
  site: StudySite<Stored>,
): Promise<Stored> {
  const forgotten = await forgottenCuts(rules.cutFolders(begun), site);
  let study = rules.withState(rules.withCuts(begun, forgotten), 'running');
  await site.store(rules.judged(study));
  for (let wish = rules.next(study); wish !== null; wish = rules.next(study)) {
    if (site.signal.aborted) return end(study, 'interrupted', rules, site);
    const { record, folder, tookMs, cut, error } = await playRun(wish, site);
    study = rules.withCuts(study, cut);
    if (record === null) {
      const stopped = await end(study, 'interrupted', rules, site);
      if (error === null || site.signal.aborted) return stopped;
      throw error;
    }
    study = rules.withRun(study, { wish, record, folder, tookMs });
    const stored = rules.judged(study);
    await site.store(stored);
    site.onRun(stored);
    // On a target that is left dirty nothing more may be measured.
    if (record.exitCode === exitCodes.healFailed) return end(study, 'interrupted', rules, site);
  }
  return end(study, 'finished', rules, site);
}

async function end<Study, Stored>(
  study: Study,
  state: StudyState,
  rules: StudyRules<Study, Stored>,
  { store, onTrouble }: StudySite<Stored>,
): Promise<Stored> {
  const record = rules.judged(rules.withState(study, state));
  try {
    await store(record);
  } catch (error) {
    onTrouble(`The end of the study could not be stored: ${messageOf(error)}`);
  }
  return record;
}
