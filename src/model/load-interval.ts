/** What one thread did in one second, for the live view and the instrument's health. Never the source of a verdict. */
export interface LoadInterval {
  readonly thread: number;
  readonly atMs: number;
  /** Sent by attempts that ended; missing in older journals. */
  readonly statements?: number;
  readonly offered: number;
  readonly issued: number;
  readonly acknowledged: number;
  readonly aborted: number;
  readonly inDoubt: number;
  readonly declined: number;
  readonly dropped: number;
  readonly inFlight: number;
  readonly queued: number;
  readonly responseTimeMsP50: number | null;
  readonly responseTimeMsP99: number | null;
  /** Missing in older journals. */
  readonly responseTimeMsP999?: number | null;
  readonly scheduleLagMsP99: number | null;
  readonly scheduleLagMsMax: number | null;
  readonly eventLoopDelayMsMax: number;
  readonly garbageCollectionMs: number;
  /** Time in which the thread worked or waited for a processor; null where the system does not tell, missing in older journals. */
  readonly busyMs?: number | null;
  readonly errors: Readonly<Record<string, number>>;
}
