/** How exactly an instant is known: arrivals are samples of the service, and the instrument that takes them can be late itself. */
import type { LoadInterval } from '../../model/load-interval.js';
import type { Goodput } from './goodput.js';

/** Arrivals this far around the instant tell the local rate. */
const aroundMs = 5_000;
/** Longest gap of a Poisson process in mean gaps, with 95 % confidence: −ln 0.05 ≈ 3. */
const poissonGaps = 3;

/**
 * 1/λ for even arrivals, 3/λ for Poisson arrivals, at the rate around the instant; and never less than the time since the arrival before, in which
 * nobody asked: what happened in a pause of the traffic may have happened at its beginning.
 */
export function arrivalResolutionMs(goodput: Goodput, atMs: number, arrivals: 'even' | 'poisson'): number {
  const count = goodput.indexAt(atMs + aroundMs) - goodput.indexAt(atMs - aroundMs);
  const first = Math.max(atMs - aroundMs, goodput.timeMs[0] ?? 0);
  const last = Math.min(atMs + aroundMs, goodput.timeMs[goodput.count - 1] ?? 0);
  const gapMs = (last - first) / Math.max(1, count);
  const before = goodput.timeMs[goodput.indexAt(atMs) - 1];
  return Math.max(gapMs * (arrivals === 'even' ? 1 : poissonGaps), before === undefined ? 0 : atMs - before);
}

/** How late the generator itself was in a stretch of time: the worst second of the worst thread, at its 99th percentile. */
export function generatorLagMs(intervals: readonly LoadInterval[], fromMs: number, toMs: number): number {
  let worst = 0;
  for (const interval of intervals) {
    // An interval ends at its time and is a second long.
    if (interval.atMs < fromMs || interval.atMs - 1_000 > toMs) continue;
    worst = Math.max(worst, interval.scheduleLagMsP99 ?? 0);
  }
  return worst;
}
