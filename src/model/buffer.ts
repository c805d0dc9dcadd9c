/** What became of buffered credits: how many waited in the buffer, for how long, and how many were posted. */

/** One look of the posting job into the buffer with what it posted then, or several looks together. */
export interface BufferLooks {
  /** Most credits that waited when it looked; null where it could never look. */
  readonly waitingMax: number | null;
  /** Longest that a credit waited, from the start of its payment until it was posted, or until the job looked where it still waits. */
  readonly delayMsMax: number;
  /** Credits that are known to be posted: where the answer to a COMMIT was lost, nobody counts. */
  readonly posted: number;
  readonly batches: number;
  /** Looks and batches that came to nothing, and will be tried again. */
  readonly failures: number;
}

/** The same over a run. */
export interface BufferStory extends BufferLooks {
  /** When most waited, to a second; null where none did. */
  readonly waitingMaxAtMs: number | null;
  /** What was still in the buffer when the ledger was read back; null where it was not read. */
  readonly left: BufferedCredits | null;
}

export interface BufferedCredits {
  readonly credits: number;
  /** Minor units. */
  readonly money: number;
}
