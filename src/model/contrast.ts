/** The record of a contrast: stored runs of before and after held against each other, and what got better or worse by more than chance. Versioned JSON. */
import type { Effect } from './effect.js';
import type { GateUnit } from './gate.js';
import type { Difference } from './sample.js';

export const contrastVersion = 1;

/** What `paystorm compare` prints with --json, and writes as `contrast.json`. */
export interface ContrastRecord {
  readonly version: number;
  readonly toolVersion: string;
  readonly exitCode: number;
  readonly before: ContrastSide;
  /** One for each of the others, in the order of the command line; all are held against `before`. */
  readonly contrasts: readonly Contrast[];
}

export interface ContrastSide {
  /** As it was named on the command line. */
  readonly name: string;
  readonly scenario: string;
  readonly runs: number;
  /** Runs whose times, rates and shares do not count, and why. */
  readonly doubts: readonly string[];
  readonly isSimulated: boolean;
}

export interface Contrast {
  readonly after: ContrastSide;
  readonly verdict: ContrastVerdict;
  /** Why, most important first; whole sentences. */
  readonly reasons: readonly string[];
  /** What is not the same on both sides, what was rehearsed before where it was. */
  readonly differences: readonly Difference[];
  readonly measures: readonly ContrastMeasure[];
}

/** `inconclusive`: nothing got worse as far as could be told, and not all of it could. */
export type ContrastVerdict = 'worse' | 'no-worse' | 'inconclusive';

/**
 * `same`: within what is allowed. `unproven`: beyond it, and chance may have done that. `not-comparable`: nothing can be said, and `reason` says why.
 */
export type MeasureStatus = 'worse' | 'better' | 'same' | 'unproven' | 'not-comparable';

export interface ContrastMeasure {
  /** A gate without its limit: `response_time.p99 during spike`. */
  readonly measure: string;
  readonly unit: GateUnit;
  /** Whether the verdict looks at it. The others tell where to look. */
  readonly isHeadline: boolean;
  readonly isMoney: boolean;
  readonly isHigherWorse: boolean;
  readonly status: MeasureStatus;
  readonly reason: string;
  /** Less is no difference that anybody should act upon, in the unit; null for money, of which none is allowed. */
  readonly allowance: number | null;
  /** Null where nothing can be compared. */
  readonly effect: Effect | null;
  /** `effect.pValue`, corrected for the number of measures that were asked about. */
  readonly pCorrected: number | null;
}
