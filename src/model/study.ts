/** What the records of all studies share, whatever they ask: what was played, when and how far, and what each keeps of one of its runs. */
import type { RunRecord } from './run-record.js';
import type { Scenario } from './scenario.js';
import type { Verdict } from './verdict.js';

/** Written anew after each run, so that a study can be continued. */
export interface StudyRecord {
  readonly version: number;
  readonly toolVersion: string;
  readonly startedAt: string;
  readonly state: 'running' | 'interrupted' | 'finished';
  readonly isSimulated: boolean;
  readonly command: readonly string[];
  /** As written, before anything of it was varied; of several variants, the first. */
  readonly scenario: Scenario;
  readonly scenarioHash: string;
}

export interface StudiedRun {
  /** Name of the run's folder inside the study's. */
  readonly folder: string;
  readonly runId: string;
  readonly startedAt: string;
  /** From the start of its servers to its last report; null when another process played it. */
  readonly tookMs: number | null;
  readonly isSimulated: boolean;
  readonly finish: RunRecord['finish'];
  readonly verdict: Verdict;
  readonly exitCode: number;
}
