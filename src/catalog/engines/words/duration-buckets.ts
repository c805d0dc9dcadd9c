/** Counts durations of each operation in a few fixed buckets: cheap to record, cheap to send, and sums over threads are exact. */
import { bucketBoundsMs, type DurationCounts } from '../../../model/load-tally.js';

const size = bucketBoundsMs.length + 1;

export class DurationBuckets {
  /** Reused from second to second. */
  readonly #counts: Uint32Array;
  readonly #sumsMs: Float64Array;

  constructor(operations: number) {
    this.#counts = new Uint32Array(operations * size);
    this.#sumsMs = new Float64Array(operations);
  }

  record(operation: number, durationMs: number): void {
    let bucket = 0;
    while (bucket < bucketBoundsMs.length && durationMs > (bucketBoundsMs[bucket] as number)) bucket += 1;
    const at = operation * size + bucket;
    this.#counts[at] = (this.#counts[at] as number) + 1;
    this.#sumsMs[operation] = (this.#sumsMs[operation] as number) + durationMs;
  }

  /** Operations that had any; counting starts anew. */
  take(): readonly DurationCounts[] {
    const taken: DurationCounts[] = [];
    for (let operation = 0; operation < this.#sumsMs.length; operation += 1) {
      const counts = [...this.#counts.subarray(operation * size, (operation + 1) * size)];
      if (counts.some((count) => count > 0))
        taken.push({ operation, counts, sumMs: this.#sumsMs[operation] as number });
    }
    this.#counts.fill(0);
    this.#sumsMs.fill(0);
    return taken;
  }
}
