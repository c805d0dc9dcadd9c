/** Finds the recovery instant: the first arrival from which on everything was good for long enough, also after what disturbs was done, with no outage after it. */
import type { Interval } from '../../model/recovery.js';
import type { Goodput } from './goodput.js';
import { isNormal, windowArrivals, windowEnd, windowMs } from './windows.js';

export interface RecoverySearch {
  readonly goodput: Goodput;
  /** Where the disturbance began: the injection, or the heal. */
  readonly fromMs: number;
  /** When the disturbance was done: the effect of the injection was seen, or the heal verified. Infinite where nobody saw that. */
  readonly doneMs: number;
  /** When observation ends: the next injection, or the end of the plan. */
  readonly toMs: number;
  /** Heals in between, in order. What follows a heal is the heal's, once the fault itself was recovered from. */
  readonly healsMs: readonly number[];
  /** How long an arrival waits at most: one that was due this shortly before a heal may have been served by it. */
  readonly deadlineMs: number;
  readonly sustainedMs: number;
  readonly baselineRatio: number;
  /** All outages in the observed time. */
  readonly outages: readonly Interval[];
}

export type RecoveryFound =
  /** `index` is the first arrival of the good period; `isUnhurt` when it is the first of all. */
  | { readonly kind: 'recovered'; readonly index: number; readonly isUnhurt: boolean }
  /** Good from there on until observation ended, but not for long enough to count. */
  | { readonly kind: 'too-short'; readonly index: number }
  | { readonly kind: 'not-recovered' };

export function findRecovery(search: RecoverySearch): RecoveryFound {
  const { goodput } = search;
  const start = goodput.indexAt(search.fromMs);
  const end = goodput.indexAt(search.toMs);
  for (let index = start; index < end; index += 1) {
    const isCandidate = goodput.isGood(index) && (index === start || !goodput.isGood(index - 1));
    if (!isCandidate) continue;
    const period = judgePeriod(search, index, end);
    if (period === 'bad' || isFollowedByOutage(search, goodput.timeMs[index] as number)) continue;
    if (period === 'cut') return { kind: 'too-short', index };
    return { kind: 'recovered', index, isUnhurt: index === start };
  }
  return { kind: 'not-recovered' };
}

/**
 * Whether every window of the period is good; `cut` when observation ended before the period did, or before it had arrivals enough. A calm before the
 * disturbance is done may be the one before its harm, so the sustained time counts from then.
 */
function judgePeriod(search: RecoverySearch, index: number, end: number): 'good' | 'bad' | 'cut' {
  const { goodput, doneMs, sustainedMs, baselineRatio } = search;
  const startMs = goodput.timeMs[index] as number;
  const untilMs = Math.max(startMs, doneMs) + sustainedMs;
  for (let from = index; from < end && (goodput.timeMs[from] as number) < untilMs;) {
    const to = windowEnd(goodput, from, end);
    if (!isNormal(goodput, from, to, baselineRatio)) return 'bad';
    if (from === index && !isMostlyGoodThroughout(goodput, from, to)) return 'bad';
    from = to;
  }
  const hasArrivals = index + windowArrivals <= end;
  if (untilMs <= search.toMs && hasArrivals) return 'good';
  const hasLasted = startMs + sustainedMs <= search.toMs;
  // Some good arrivals at the very end may as well be the pause before the next bad one.
  return startMs + windowMs <= search.toMs && (hasLasted || hasArrivals) ? 'cut' : 'bad';
}

/** A success among the last failures fits into the one per cent a window may miss: the period starts behind them, not before. */
function isMostlyGoodThroughout(goodput: Goodput, from: number, to: number): boolean {
  for (let upTo = from + 1; upTo <= to; upTo += 1) {
    if (goodput.good(from, upTo) * 2 < upTo - from) return false;
  }
  return true;
}

/** Until the next heal, but not one that the first good arrivals may have waited for: then they were served by it, and a relapse after it is still the fault's. */
function isFollowedByOutage({ healsMs, deadlineMs, toMs, outages }: RecoverySearch, startMs: number): boolean {
  const untilMs = healsMs.find((healMs) => healMs > startMs + deadlineMs) ?? toMs;
  return outages.some((outage) => outage.fromMs >= startMs && outage.fromMs < untilMs);
}
