/** The record of a comparison: one scenario rehearsed once under each of several settings, with the same seed and outage, and what customers would have suffered under each. Versioned JSON. */
import type { Measured } from './recovery.js';
import type { StudiedRun, StudyRecord } from './study.js';
import type { Verdict } from './verdict.js';

export const comparisonVersion = 1;

/** What `comparison.json` holds. It is written after each run, so that a comparison can be continued. */
export interface ComparisonRecord extends StudyRecord {
  /** The setting that differs, as `--set` names it. */
  readonly setting: string;
  /** What it is set to, in the order of playing. */
  readonly variants: readonly { readonly value: string; readonly scenarioHash: string }[];
  /** Whether what a variant breaks is held against the comparison, too. */
  readonly isStrict: boolean;
  /** Whole runs, in the order of the variants. */
  readonly runs: readonly ComparedRun[];
  /** Runs that were cut short: moved aside and done again. */
  readonly cut: readonly CutVariant[];
  readonly findings: ComparisonFindings;
}

export interface ComparedRun extends StudiedRun {
  readonly value: string;
  /** The run's own, the first few. */
  readonly reasons: readonly string[];
  readonly recoveries: readonly ComparedRecovery[];
  /** Of all faults and heals together; null without a fault. */
  readonly outageMs: Measured | null;
  readonly availabilityRatio: number | null;
  /** What that share is made of, warm-up excluded; absent in older records. */
  readonly served?: { readonly arrivals: number; readonly good: number };
  /** Of correct answers. */
  readonly responseTimeMsP99: number | null;
  /** The 99th percentile of whoever came, warm-up excluded; null where it was not measured, absent in older records. */
  readonly slowest?: EstimatedTime | null;
  /** What payments took before anything broke; null where nothing was seen before, absent in older records. */
  readonly quiet?: QuietTimes | null;
  readonly load: {
    readonly arrivals: number;
    readonly attempts: number;
    readonly attemptsPerArrival: number | null;
    /** Of completed attempts, over one step of the run's series. */
    readonly attemptsPerSecondMax: number;
  };
  /** Payments whose fate the client still did not know when it gave up. */
  readonly inDoubt: number;
  /** Null when the ledger was never read back. */
  readonly payments: {
    readonly doubleCharges: CountedMoney;
    readonly lostSales: CountedMoney;
    readonly lost: CountedMoney;
  } | null;
}

/** A percentile with the half width of its 95 % interval, by what varies within the run; null where the run is too short to tell. */
export interface EstimatedTime {
  readonly valueMs: number;
  readonly errorMs: number | null;
  /** It rests on customers who got no answer, and waited for the deadline at least. */
  readonly isAtLeast: boolean;
}

/** The price of a setting: what customers pay for it on every quiet day. */
export interface QuietTimes {
  readonly lengthMs: number;
  readonly arrivals: number;
  readonly responseTimeMsP50: EstimatedTime;
  readonly responseTimeMsP99: EstimatedTime;
}

/** How many, and their minor units. */
export interface CountedMoney {
  readonly count: number;
  readonly money: number;
}

export interface ComparedRecovery {
  readonly fault: string;
  readonly recoveryTimeMs: Measured | null;
  readonly inconclusive: string | null;
}

export interface CutVariant {
  readonly value: string;
  readonly folder: string;
  readonly verdict: Verdict | null;
  readonly exitCode: number | null;
}

export interface ComparisonFindings {
  readonly verdict: Verdict;
  readonly exitCode: number;
  /** Why, most important first. */
  readonly reasons: readonly string[];
}
