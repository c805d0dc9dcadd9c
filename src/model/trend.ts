/** The record of a trend: studies of the same faults, release by release, and what may be said of the change. Versioned JSON. */
import type { RtoRecord } from './rto.js';
import type { Verdict } from './verdict.js';

export const trendRecordVersion = 1;

/** What `trend.json` holds. */
export interface TrendRecord {
  readonly version: number;
  readonly toolVersion: string;
  readonly command: readonly string[];
  readonly isSimulated: boolean;
  /** In the order in which they were named, or by the time of their first runs. */
  readonly releases: readonly Release[];
  /** What differs between releases beside the release itself; whole sentences. */
  readonly differences: readonly string[];
  readonly findings: TrendFindings;
}

export interface Release {
  readonly name: string;
  readonly study: RtoRecord;
}

export interface TrendFindings {
  /** Of the last release. */
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly changes: readonly TrendChange[];
}

/** From one release to the next, after one fault. */
export interface TrendChange {
  readonly fault: string;
  readonly from: string;
  readonly to: string;
  /** `undecided`: the intervals of the medians, with their error bars, have times in common, or there is none. */
  readonly change: 'shorter' | 'longer' | 'undecided';
  readonly sentence: string;
}
