/** An anomaly as reports tell it: who took part, what happened step by step, and what it means for the claims of the scenario. */
import type { TransactionEnd } from './history.js';

/** One case, told so that a person can follow it. */
export interface Story {
  /** In the order of their names T1, T2, … */
  readonly members: readonly StoryMember[];
  /** Whole sentences: what each saw, made, or missed. */
  readonly steps: readonly string[];
}

export interface StoryMember {
  /** Such as "transfer, payment 12". */
  readonly name: string;
  readonly node: string;
  readonly session: number;
  readonly startMs: number;
  /** Null when its client never had an answer. */
  readonly endMs: number | null;
  readonly end: TransactionEnd;
}

export interface ToldAnomaly {
  readonly kind: string;
  /** What the kind means, one clause. */
  readonly summary: string;
  readonly count: number;
  /** The search ended at its limits: there may be more. */
  readonly isAtLeast: boolean;
  /** `doubtful`: against the claims, unless lost payments explain it. */
  readonly standing: 'forbidden' | 'doubtful' | 'allowed';
  /** Which claim it breaks, or which one would have to be made to forbid it. */
  readonly against: string;
  /** Of the first few, and of stale reads the oldest. */
  readonly stories: readonly Story[];
}
