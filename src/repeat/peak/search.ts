/** A search before and while it is judged: the types that its judges share. */
import type { PeakEnd, PeakRecord, PeakStep } from '../../model/peak.js';

/** What was asked for and what happened. */
export type Search = Omit<PeakRecord, 'findings'>;

/** What the words are made of. */
export interface Ended {
  readonly end: PeakEnd;
  readonly heldPerSecond: number | null;
}

/** What of a step decides what comes next. */
export type PlayedStep = Pick<
  PeakStep,
  'purpose' | 'ratePerSecond' | 'outcome' | 'exitCode' | 'goodRatio' | 'isGeneratorLimit'
>;
