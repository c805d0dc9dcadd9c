/** The record of a search for the peak: one scenario rehearsed at many constant rates, and the highest at which all of its gates hold. Versioned JSON. */
import type { Percentiles } from './percentiles.js';
import type { WaitedTime } from './phase-load.js';
import type { StudiedRun, StudyRecord } from './study.js';
import type { Verdict } from './verdict.js';

export const peakRecordVersion = 1;

/** What `peak.json` holds. It is written after each step, so that a search can be continued. */
export interface PeakRecord extends StudyRecord {
  readonly settings: PeakSettings;
  /** What is counted per second: payments when everything in the mix moves money, else operations. */
  readonly noun: 'payments' | 'operations';
  readonly asked: AskedGates;
  /** Whole steps in the order in which they were played. */
  readonly steps: readonly PeakStep[];
  /** Steps that were cut short: moved aside and done again. */
  readonly cut: readonly CutStep[];
  readonly findings: PeakFindings;
}

export interface PeakSettings {
  readonly fromPerSecond: number;
  /** Nothing above it is tried. */
  readonly upToPerSecond: number;
  /** Whether the bound was wished for, and not only the highest rate that paystorm drives. */
  readonly isUpToAsked: boolean;
  readonly stepMs: number;
  readonly holdMs: number;
  /** Holds that must all pass. */
  readonly holds: number;
  /** A rate that fails may lie above the peak by this share of it. */
  readonly withinRatio: number;
}

/** What a search asks of each step, and what it cannot ask. */
export interface AskedGates {
  /** As they are judged, those that were assumed included. */
  readonly gates: readonly string[];
  readonly assumed: readonly string[];
  readonly leftOut: readonly { readonly gate: string; readonly why: string }[];
  /** Faults of the scenario, none of which is injected. */
  readonly faults: readonly string[];
}

/** A search step looks for the rate, a hold confirms it. */
export type PeakPurpose = 'search' | 'hold';

/** `open`: the step decides nothing about the target. */
export type PeakOutcome = 'passed' | 'failed' | 'open';

export interface PeakStep extends StudiedRun {
  /** From 1, in the order of play. */
  readonly step: number;
  readonly purpose: PeakPurpose;
  readonly ratePerSecond: number;
  readonly outcome: PeakOutcome;
  /** Why it did not pass; a whole sentence. Null when it did. */
  readonly why: string | null;
  /** The first gate that failed or stayed open, as the target's or the instrument's doing; null when none did. */
  readonly gate: { readonly text: string; readonly observed: string; readonly limit: string } | null;
  /** Whether it stayed open because the generator, not the target, gave in. */
  readonly isGeneratorLimit: boolean;
  /** Of the measured phase; null when nothing of it was seen. */
  readonly goodputPerSecond: number | null;
  readonly goodRatio: number | null;
  readonly responseTimeMsP50: WaitedTime | null;
  readonly responseTimeMsP99: WaitedTime | null;
  readonly serviceTimeMsP50: number | null;
  /** How late the generator let arrivals go in its worst second. */
  readonly clientLagMsP99: number | null;
  /** Share of its time in which the busiest load thread worked or waited for a processor; null where the system does not tell. */
  readonly clientBusyRatio: number | null;
  /** Arrivals that never got one of the scenario's connections in time. */
  readonly withoutConnection: number;
  /** From the intended start to the first send; absent in older records. */
  readonly connectionWaitMs?: Percentiles | null;
  /** Answered too late only because they had waited for a connection; absent in older records. */
  readonly lateByWaiting?: number;
  /** Whether the gate that failed is one on response time that might hold without the wait for a connection; absent in older records. */
  readonly isSlowByWaiting?: boolean;
}

export interface CutStep {
  readonly step: number;
  readonly folder: string;
  readonly verdict: Verdict | null;
  /** What the part that ran would have ended with; null when nothing can be judged. */
  readonly exitCode: number | null;
}

/**
 * How a search ends. `peak`: holds passed, and a rate close above failed. `up-to`: holds passed at the highest rate that may be tried.
 * `generator`: holds passed, and close above only the instrument gave in. `open`: holds passed, and what is close above decides nothing.
 * `below`: even the first rate fails. `unmeasured`: even the first rate decides nothing.
 */
export type PeakEnd =
  'searching' | 'peak' | 'up-to' | 'generator' | 'open' | 'below' | 'unmeasured' | 'data-violation' | 'heal-failed';

export interface PeakFindings {
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly end: PeakEnd;
  /** The highest rate whose holds all passed; null when there is none. */
  readonly heldPerSecond: number | null;
  /** Whether the target may hold more. */
  readonly isLowerBound: boolean;
  /** What came of it, fit to be quoted. */
  readonly sentence: string;
  /** What a reader of that sentence should know; whole sentences. */
  readonly cautions: readonly string[];
  /** The rate from which the 99th percentile bends up; null when none is seen. */
  readonly kneePerSecond: number | null;
}
