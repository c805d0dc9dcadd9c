/** A rate over time as straight pieces: the common ground of shapes (which make them) and arrivals (which are drawn from them). */

/** Arrivals per second change linearly from `fromPerSecond` to `toPerSecond` within [startMs, endMs). */
export interface RateSegment {
  readonly startMs: number;
  readonly endMs: number;
  readonly fromPerSecond: number;
  readonly toPerSecond: number;
}
