/** A search before and while it is judged: the types that its judges share. */
import type { PeakEnd, PeakRecord } from '../../model/peak.js';

/** What was asked for and what happened. */
export type Search = Omit<PeakRecord, 'findings'>;

/** What the words are made of. */
export interface Ended {
  readonly end: PeakEnd;
  readonly heldPerSecond: number | null;
}
