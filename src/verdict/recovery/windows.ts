/** The window of the recovery rule: one second, or as long as a hundred arrivals take, so that one per cent is at least one arrival. */
import { normalShare, type Interval } from '../../model/recovery.js';
import type { Goodput } from './goodput.js';

export const windowMs = 1_000;
export const windowArrivals = 100;

/** End (exclusive) of the window that starts with arrival `from`. A rest too short for a window of its own belongs to the last one. */
export function windowEnd(goodput: Goodput, from: number, end: number): number {
  const own = ownEnd(goodput, from);
  return own >= end || ownEnd(goodput, own) > end ? end : own;
}

function ownEnd(goodput: Goodput, from: number): number {
  const startMs = goodput.timeMs[from];
  if (startMs === undefined) return from + windowArrivals;
  return Math.max(goodput.indexAt(startMs + windowMs), from + windowArrivals);
}

export function isNormal(goodput: Goodput, from: number, to: number, baselineRatio: number): boolean {
  return goodput.good(from, to) >= normalShare * baselineRatio * (to - from);
}

/** Nothing bad yet, and less than a window observed: neither harm nor health can be told. */
export function isUnseen(goodput: Goodput, { fromMs, toMs }: Interval): boolean {
  const [from, to] = [goodput.indexAt(fromMs), goodput.indexAt(toMs)];
  const isShort = toMs - fromMs < windowMs || to - from < windowArrivals;
  return isShort && goodput.good(from, to) === to - from;
}
