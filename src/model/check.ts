/** The port of a check: it reads evidence and states a finding. It must not read the world, and must not throw where evidence is missing: that is inconclusive. */
import type { ToldAnomaly } from './anomaly-story.js';
import type { Evidence } from './evidence.js';
import type { Question } from './question.js';
import type { Verdict } from './verdict.js';

export interface CheckKind {
  readonly kind: string;
  readonly summary: string;
  /** The invariant's number in the published list, for the reference. */
  readonly invariants: readonly number[];
  /** Which of the three questions it belongs to. */
  readonly question: Question;
  /** Whether a failure means that money is wrong: such a failure ends with the data violation code. */
  readonly isDataViolation: boolean;
  /** Whether the run has anything to do with it; every run has where this is left out. */
  isAsked?(evidence: Evidence): boolean;
  judge(evidence: Evidence): Finding;
}

export interface Finding {
  readonly verdict: Verdict;
  /** One whole sentence with the number and what it is a share of. */
  readonly statement: string;
  readonly count: number;
  /** Minor units, null where money is not the measure. */
  readonly money: number | null;
  readonly examples: readonly string[];
  /** What it found in the history, for those that look there. */
  readonly anomalies?: readonly ToldAnomaly[];
  /** Passed only because the scenario claims no better of its target: found, told, and not held against it. */
  readonly isAllowed?: boolean;
}
