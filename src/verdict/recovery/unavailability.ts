/** How much service was missing: good arrivals that did not come, and the full outage that would have cost as many at the rate of the time. */
import type { Goodput } from './goodput.js';
import { windowEnd } from './windows.js';

export interface MissingService {
  readonly arrivals: number;
  /** Each missing arrival counts as long as the mean gap of its window: what is lost at the peak is not stretched by the calm after it. */
  readonly fullOutageMs: number;
}

/** Over the arrivals scheduled in [fromMs, toMs), against a ratio that would be normal. */
export function missingService(
  goodput: Goodput,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  normalRatio: number,
): MissingService {
  const end = goodput.indexAt(toMs);
  let arrivals = 0;
  let fullOutageMs = 0;
  for (let from = goodput.indexAt(fromMs); from < end;) {
    const to = windowEnd(goodput, from, end);
    const endMs = to < end ? (goodput.timeMs[to] as number) : toMs;
    const missing = Math.max(0, normalRatio * (to - from) - goodput.good(from, to));
    arrivals += missing;
    fullOutageMs += (missing / (to - from)) * (endMs - (goodput.timeMs[from] as number));
    from = to;
  }
  return { arrivals, fullOutageMs };
}
