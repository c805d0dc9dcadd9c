/** What customers got in one phase of a run, and how the generator fared meanwhile: what a comparison of phases, or of runs at several rates, is made of. */

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
  /** In the generator's worst second. */
  readonly scheduleLagMsP99: number | null;
  /** Share of its time in which the busiest load thread worked or waited for a processor; null where the system does not tell. */
  readonly clientBusyRatio: number | null;
}

export interface WaitedTime {
  readonly valueMs: number;
  /** It rests on customers who got no answer, and waited for the deadline at least. */
  readonly isAtLeast: boolean;
}
