/** The record of an exploration: many short rehearsals with faults drawn by chance, what they found, and what came back when they were played again. Versioned JSON. */
import type { Measured } from './recovery.js';
import type { StudiedRun, StudyRecord } from './study.js';
import type { Verdict } from './verdict.js';

export const exploreRecordVersion = 1;

/** What `explore.json` holds. It is written after each episode, so that an exploration can be continued. */
export interface ExploreRecord extends StudyRecord {
  readonly settings: ExploreSettings;
  /** Whole episodes in the order in which they were played. */
  readonly episodes: readonly Episode[];
  readonly cut: readonly CutEpisode[];
  readonly findings: ExploreFindings;
}

export interface ExploreSettings {
  /** No new episode is begun when the ones before took as long. */
  readonly forMs: number;
  /** Kinds of faults that chance may choose from, in the catalog's order. */
  readonly kinds: readonly string[];
  /** The only draw that is played; null: one after the other. */
  readonly only: number | null;
}

/** `control`: nothing is broken, so whatever is found is not the faults'. `replay`: a draw once more, because something was found in it. */
export type EpisodePurpose = 'control' | 'faults' | 'replay';

export interface Episode extends Omit<StudiedRun, 'runId' | 'startedAt'> {
  /** Its place, from 1: the number of its folder. */
  readonly number: number;
  readonly purpose: EpisodePurpose;
  /** What was drawn, a pure function of scenario, seed and this number; replays have the same one. */
  readonly draw: number;
  readonly faults: readonly DrawnFault[];
  /** Why it tells nothing; null when it does. */
  readonly inconclusive: string | null;
  readonly troubles: readonly Trouble[];
  readonly recoveries: readonly EpisodeRecovery[];
  readonly acknowledged: number | null;
}

/** As a scenario would write it. */
export interface DrawnFault {
  readonly name: string;
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly atMs: number;
  readonly healAfterMs: number;
  readonly sentence: string;
}

/** Something that should not be. Two of the same `signature` are the same trouble. */
export interface Trouble {
  readonly signature: string;
  readonly statement: string;
  /** `data`: money is wrong; `heal`: a fault stayed; `service`: it did not come back, or a gate failed. */
  readonly weight: 'data' | 'heal' | 'service';
  /** The claim that admits it; null when none does. */
  readonly explainedBy: string | null;
}

export interface EpisodeRecovery {
  readonly kind: string;
  readonly recoveryTimeMs: Measured | null;
  readonly healOutageMs: Measured | null;
  /** Whether its effect was seen. */
  readonly isEffective: boolean;
}

export interface CutEpisode {
  readonly number: number;
  readonly folder: string;
  readonly verdict: Verdict | null;
  readonly exitCode: number | null;
}

export interface ExploreFindings {
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly reasons: readonly string[];
  readonly controls: number;
  readonly faulted: number;
  readonly replays: number;
  readonly acknowledged: number;
  readonly found: readonly FoundTrouble[];
  /** One row for each kind of fault that struck. */
  readonly kinds: readonly KindFindings[];
}

export interface FoundTrouble extends Trouble {
  /** Draws that showed it, in order. */
  readonly draws: readonly number[];
  /** Whole replays of those draws, and in how many of them it came back. */
  readonly replays: number;
  readonly reproduced: number;
}

export interface KindFindings {
  readonly kind: string;
  readonly strikes: number;
  readonly unseen: number;
  readonly longestRecovery: Measured | null;
  readonly longestHealOutage: Measured | null;
}
