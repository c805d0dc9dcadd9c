/** The only source of time: monotonic for durations, wall clock for labels. Tests hand in a clock they move by hand. */

export interface Clock {
  /** Monotonic milliseconds since the run's origin, comparable across the threads of one run. */
  nowMs(): number;
  /** Resolves after `durationMs`, rejects with the signal's reason as soon as it aborts. */
  sleep(durationMs: number, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
  /** Wall-clock time as ISO 8601, for labels only. */
  wallClockIso(): string;
}
