/** How much service was missing: good arrivals that did not come, and the full outage that would have cost as many at the rate of the time. */
import type { Goodput } from './goodput.js';
import { windowEnd } from './windows.js';

export interface MissingService {
  readonly arrivals: number;
  /** Each missing arrival counts as long as the mean gap of its window: what is lost at the peak is not stretched by the calm after it. */
  readonly fullOutageMs: number;
  /** By how much chance may have moved both: how many of the arrivals would have failed anyway is known as a mean only. */
  readonly arrivalsError: number;
  readonly fullOutageMsError: number;
}

/** Two-sided, 95 %, of a normal distribution. */
const deviations = 1.96;

/** Over the arrivals scheduled in [fromMs, toMs), against a ratio that would be normal. */
export function missingService(
  goodput: Goodput,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  normalRatio: number,
): MissingService {
  const end = goodput.indexAt(toMs);
  let arrivals = 0;
  let fullOutageMs = 0;
  let variance = 0;
  for (let from = goodput.indexAt(fromMs); from < end;) {
    const to = windowEnd(goodput, from, end);
    const endMs = to < end ? (goodput.timeMs[to] as number) : toMs;
    const missing = Math.max(0, normalRatio * (to - from) - goodput.good(from, to));
    arrivals += missing;
    // Binomial; windows that miss nothing add nothing to the sum, nor to its error.
    if (missing > 0) variance += (to - from) * Math.max(0, normalRatio * (1 - normalRatio));
    fullOutageMs += (missing / (to - from)) * (endMs - (goodput.timeMs[from] as number));
    from = to;
  }
  const arrivalsError = deviations * Math.sqrt(variance);
  const fullOutageMsError = arrivals === 0 ? 0 : (arrivalsError * fullOutageMs) / arrivals;
  return { arrivals, fullOutageMs, arrivalsError, fullOutageMsError };
}
