/** The integral of a rate over time and its inverse: when the n-th arrival is due. */
import type { RateSegment } from '../model/rate.js';

/** Arrivals that a segment holds: the area under its straight line. */
export function arrivalsIn({ startMs, endMs, fromPerSecond, toPerSecond }: RateSegment): number {
  return (((fromPerSecond + toPerSecond) / 2) * (endMs - startMs)) / 1000;
}

/** The rate at an instant of the segment, its two ends included. */
export function rateAt({ startMs, endMs, fromPerSecond, toPerSecond }: RateSegment, timeMs: number): number {
  return fromPerSecond + (toPerSecond - fromPerSecond) * ((timeMs - startMs) / (endMs - startMs));
}

/**
 * Milliseconds after the segment's start until `arrivals` have come. With rate a + s·t the area is a·t + s·t²/2; this is the root in the form
 * that loses no digits when the slope is small: t = 2x / (a + √(a² + 2·s·x)).
 */
export function offsetAfter(arrivals: number, { startMs, endMs, fromPerSecond, toPerSecond }: RateSegment): number {
  const durationMs = endMs - startMs;
  const from = fromPerSecond / 1000;
  const slope = (toPerSecond - fromPerSecond) / 1000 / durationMs;
  const root = Math.sqrt(Math.max(0, from * from + 2 * slope * arrivals));
  const offsetMs = from + root === 0 ? 0 : (2 * arrivals) / (from + root);
  return Math.min(offsetMs, durationMs);
}

/** Where the rate is highest, and how high. */
export function peakOf(segments: readonly RateSegment[]): { readonly atMs: number; readonly perSecond: number } {
  let peak = { atMs: 0, perSecond: 0 };
  for (const { startMs, endMs, fromPerSecond, toPerSecond } of segments) {
    if (fromPerSecond > peak.perSecond) peak = { atMs: startMs, perSecond: fromPerSecond };
    if (toPerSecond > peak.perSecond) peak = { atMs: endMs, perSecond: toPerSecond };
  }
  return peak;
}
