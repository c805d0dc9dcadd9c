/** Questions about the planned rate: how high it gets, and how much of it lies in a stretch. */
import { arrivalsIn } from '../kit/rate-curve.js';
import type { RateSegment } from '../model/rate.js';

/** Where the rate is highest, and how high. */
export function peakOf(segments: readonly RateSegment[]): { readonly atMs: number; readonly perSecond: number } {
  let peak = { atMs: 0, perSecond: 0 };
  for (const { startMs, endMs, fromPerSecond, toPerSecond } of segments) {
    if (fromPerSecond > peak.perSecond) peak = { atMs: startMs, perSecond: fromPerSecond };
    if (toPerSecond > peak.perSecond) peak = { atMs: endMs, perSecond: toPerSecond };
  }
  return peak;
}

/** Arrivals expected in a stretch; segments may lie across its ends. */
export function arrivalsBetween(segments: readonly RateSegment[], fromMs: number, toMs: number): number {
  return segments.reduce((sum, segment) => {
    const startMs = Math.max(segment.startMs, fromMs);
    const endMs = Math.min(segment.endMs, toMs);
    if (endMs <= startMs) return sum;
    const rateAt = (timeMs: number): number => {
      const share = (timeMs - segment.startMs) / (segment.endMs - segment.startMs);
      return segment.fromPerSecond + (segment.toPerSecond - segment.fromPerSecond) * share;
    };
    return sum + arrivalsIn({ startMs, endMs, fromPerSecond: rateAt(startMs), toPerSecond: rateAt(endMs) });
  }, 0);
}
