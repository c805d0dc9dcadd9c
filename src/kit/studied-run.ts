/** What every study keeps of a run's record, beside what it asks of it. */
import type { RunRecord } from '../model/run-record.js';
import type { StudiedRun } from '../model/study.js';

type Told = Omit<StudiedRun, 'folder' | 'tookMs'>;

export function studiedRun({ runId, startedAt, isSimulated, finish, verdict, exitCode }: RunRecord): Told {
  return { runId, startedAt, isSimulated, finish, verdict, exitCode };
}

const reasonsMax = 5;

/** The most important ones. */
export function firstReasons({ reasons }: Pick<RunRecord, 'reasons'>): readonly string[] {
  return reasons.slice(0, reasonsMax);
}
