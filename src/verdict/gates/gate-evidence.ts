/** What gates are evaluated on: the evidence of the checks, and the columns that only gates look at. */
import type { Evidence } from '../../model/evidence.js';
import type { Gate } from '../../model/gate.js';
import type { Interval } from '../../model/recovery.js';
import type { ArrivalFacts } from '../read-arrivals.js';
import type { JournalFacts } from '../read-journal.js';
import type { Goodput } from '../recovery/goodput.js';

export interface GateEvidence {
  readonly evidence: Evidence;
  readonly facts: JournalFacts;
  readonly columns: ArrivalFacts;
  readonly goodput: Goodput;
  /** Arrivals scheduled later are not known well enough to be judged. */
  readonly observedUntilMs: number;
}

/** What a metric came to over some stretches of time. */
export interface Observed {
  /** In the metric's unit; null when nothing was measured. */
  readonly value: number | null;
  /** As people read it. */
  readonly text: string;
  /** Half width of the error bar of a measured time. */
  readonly errorMs?: number;
  /** At least this much: how much more was not seen. */
  readonly isCensored?: boolean;
  /** Why it is a lower bound only, when not because observation ended first. */
  readonly openEnd?: string;
  /** Why there is no value, or why it decides nothing. */
  readonly reason?: string;
  /** Why it cannot be a pass, although it may be a failure: part of the scope told nothing. */
  readonly gap?: string;
}

export function nothingObserved(reason: string): Observed {
  return { value: null, text: 'no data', reason };
}

export type Ranges = readonly Interval[];

export type Observer = (gate: Gate, evidence: GateEvidence, ranges: Ranges) => Observed;
