/** Response times as a histogram with three significant digits. The traps of hdr-histogram-js (NaN, overflow) end here. */
import { build, type Histogram as HdrHistogram } from 'hdr-histogram-js';

/** One hour in µs: longer answers are counted as this long. */
export const highestUs = 3_600_000_000;

export const histogramShape = {
  bitBucketSize: 64,
  autoResize: true,
  lowestDiscernibleValue: 1,
  highestTrackableValue: highestUs,
  numberOfSignificantValueDigits: 3,
  useWebAssembly: false,
} as const;

export interface Histogram {
  readonly count: number;
  readonly maxMs: number | null;
  /** Ignores what is no number; clamps to [0, 1 h]. */
  record(durationMs: number): void;
  /** `percentile` in [0, 100]; null without samples. */
  percentileMs(percentile: number): number | null;
  meanMs(): number | null;
  reset(): void;
}

export function createHistogram(): Histogram {
  const inner: HdrHistogram = build(histogramShape);
  const orNull = (valueUs: number): number | null => (inner.totalCount === 0 ? null : valueUs / 1_000);
  return {
    get count() {
      return inner.totalCount;
    },
    get maxMs() {
      return orNull(inner.maxValue);
    },
    record(durationMs) {
      if (!Number.isFinite(durationMs)) return;
      inner.recordValue(Math.min(highestUs, Math.max(0, Math.round(durationMs * 1_000))));
    },
    percentileMs: (percentile) => orNull(inner.getValueAtPercentile(percentile)),
    meanMs: () => orNull(inner.mean),
    reset: () => inner.reset(),
  };
}
