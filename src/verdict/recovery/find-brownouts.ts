/** Finds brownouts: windows in which payments went through, but not all of them, or slowly. */
import type { ArrivalTable } from '../../model/evidence.js';
import { normalShare, type Interval } from '../../model/recovery.js';
import { percentileOf, sortedAnswers } from '../percentiles.js';
import type { Baseline } from './find-baseline.js';
import type { Goodput } from './goodput.js';
import { windowEnd } from './windows.js';

const slowFactor = 3;
/** Fewer answers say nothing about a 99th percentile. */
const answersMin = 100;
/** What is left of a window beside an outage must be worth judging. */
const remainderMin = 20;

export interface BrownoutSearch {
  readonly goodput: Goodput;
  readonly arrivals: ArrivalTable;
  readonly baseline: Baseline;
  readonly range: Interval;
  readonly outages: readonly Interval[];
}

export function findBrownouts(search: BrownoutSearch): readonly Interval[] {
  const { goodput, range, outages } = search;
  const end = goodput.indexAt(range.toMs);
  const found: Interval[] = [];
  for (let from = goodput.indexAt(range.fromMs); from < end;) {
    const to = windowEnd(goodput, from, end);
    const fromMs = goodput.timeMs[from] as number;
    const toMs = to < end ? (goodput.timeMs[to] as number) : range.toMs;
    const parts = without({ fromMs, toMs }, outages);
    if (isBrown(search, parts)) found.push(...parts);
    from = to;
  }
  return joined(found);
}

function isBrown({ goodput, arrivals, baseline }: BrownoutSearch, parts: readonly Interval[]): boolean {
  let scheduled = 0;
  let good = 0;
  const stretches = parts.map(({ fromMs, toMs }) => [goodput.indexAt(fromMs), goodput.indexAt(toMs)] as const);
  for (const [from, to] of stretches) {
    scheduled += to - from;
    good += goodput.good(from, to);
  }
  if (scheduled < remainderMin) return false;
  if (good < normalShare * baseline.goodputRatio * scheduled) return true;
  const answers = sortedAnswers(arrivals.responseTimeMs, stretches);
  if (answers.length < answersMin || baseline.responseTimeMsP99 === null) return false;
  return (percentileOf(answers, 99) as number) > slowFactor * baseline.responseTimeMsP99;
}

/** What remains of an interval when others are cut out. `cuts` are in order and apart. */
export function without(interval: Interval, cuts: readonly Interval[]): readonly Interval[] {
  const parts: Interval[] = [];
  let fromMs = interval.fromMs;
  for (const cut of cuts) {
    if (cut.toMs <= fromMs || cut.fromMs >= interval.toMs) continue;
    if (cut.fromMs > fromMs) parts.push({ fromMs, toMs: cut.fromMs });
    fromMs = Math.max(fromMs, cut.toMs);
  }
  if (fromMs < interval.toMs) parts.push({ fromMs, toMs: interval.toMs });
  return parts;
}

/** Neighbours that touch become one. */
function joined(intervals: readonly Interval[]): readonly Interval[] {
  const result: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of intervals) {
    const last = result.at(-1);
    if (last !== undefined && last.toMs === fromMs) last.toMs = toMs;
    else result.push({ fromMs, toMs });
  }
  return result;
}
