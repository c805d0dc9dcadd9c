/** What customers got in one phase of a run, and how the generator fared meanwhile: what a comparison of phases, or of runs at several rates, is made of. */
import type { Percentiles } from './percentiles.js';

/**
 * A load thread that is busy for more of its time than this reads answers late and lets them queue up, without its own schedule slipping. Beside a MariaDB on the
 * same two cores that was asked for more than it could do, load threads were busy for 0.52 to 0.72 of their time, and for 0.87 and 0.88 where other work crowded them.
 */
export const busyRatioMax = 0.9;

/** One phase by itself, by intended start. */
export interface PhaseLoad {
  readonly phase: string;
  /** Shorter than the phase when the run was cut in it. */
  readonly observedMs: number;
  readonly arrivals: number;
  readonly good: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly responseTimeMsP50: WaitedTime | null;
  readonly responseTimeMsP99: WaitedTime | null;
  /** From the send to the answer, of those that were answered; null when nobody was. */
  readonly serviceTimeMsP50: number | null;
  /** From the intended start to the first send, of those that were sent: the wait for a connection. Null when nothing was; absent in older records. */
  readonly connectionWaitMs?: Percentiles | null;
  /** Answered after the deadline, and in less than it from the send: late because nothing was free to send them. Absent in older records. */
  readonly lateByWaiting?: number;
  /** In the generator's worst second. */
  readonly scheduleLagMsP99: number | null;
  /** Share of its time in which the busiest load thread worked or waited for a processor; null where the system does not tell. */
  readonly clientBusyRatio: number | null;
  /** Null when no load thread was busier than `busyRatioMax` in any second; absent in older records. */
  readonly strain?: Strain | null;
}

/** Seconds in which a load thread had hardly a moment to spare, and what customers got whom none of them can have touched. */
export interface Strain {
  /** Of the busiest second. */
  readonly busyRatioMax: number;
  /** Null when each arrival was due in such a second, or less than a deadline after one. */
  readonly apartFrom: LoadAtEase | null;
}

export interface LoadAtEase {
  readonly arrivals: number;
  readonly good: number;
  /** Whoever got no answer waited for the deadline at least. */
  readonly responseTimeMs: Percentiles;
}

export interface WaitedTime {
  readonly valueMs: number;
  /** It rests on customers who got no answer, and waited for the deadline at least. */
  readonly isAtLeast: boolean;
}
