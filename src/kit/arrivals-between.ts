/** How much of a rate over time lies in a stretch. */
import { arrivalsIn, rateAt } from './rate-curve.js';
import type { RateSegment } from '../model/rate.js';

/** Arrivals expected in a stretch; segments may lie across its ends. */
export function arrivalsBetween(segments: readonly RateSegment[], fromMs: number, toMs: number): number {
  return segments.reduce((sum, segment) => {
    const startMs = Math.max(segment.startMs, fromMs);
    const endMs = Math.min(segment.endMs, toMs);
    if (endMs <= startMs) return sum;
    const [fromPerSecond, toPerSecond] = [rateAt(segment, startMs), rateAt(segment, endMs)];
    return sum + arrivalsIn({ startMs, endMs, fromPerSecond, toPerSecond });
  }, 0);
}
