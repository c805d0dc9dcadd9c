/** What customers got whom a saturated load thread cannot have touched: a mean over a phase hides the second that spoils a percentile. */
import { highest } from '../kit/highest.js';
import type { LoadInterval } from '../model/load-interval.js';
import { busyRatioMax, type LoadAtEase, type Strain } from '../model/phase-load.js';
import type { Interval } from '../model/recovery.js';
import type { GateEvidence } from './gates/gate-evidence.js';
import { percentilesOf } from './percentiles.js';

const secondMs = 1_000;

type Seen = Pick<GateEvidence, 'evidence' | 'facts' | 'goodput'>;

/** Null when no load thread was saturated in a second that reaches into the stretch, or none could tell. */
export function strainOf(stretch: Interval, seen: Seen): Strain | null {
  const strained = withoutFirst(seen.facts.intervals).filter(
    (each) => each.atMs > stretch.fromMs && each.atMs - secondMs < stretch.toMs && ratioOf(each) >= busyRatioMax,
  );
  if (strained.length === 0) return null;
  return {
    busyRatioMax: highest(strained.map(ratioOf)) ?? 0,
    apartFrom: loadOf(apartFrom(strained, stretch, seen), seen),
  };
}

/** What a thread tells first holds the effort of its start, too: no second can be made of it. */
function withoutFirst(intervals: readonly LoadInterval[]): readonly LoadInterval[] {
  const begun = new Set<number>();
  return intervals.filter(({ thread }) => {
    const isFirst = !begun.has(thread);
    begun.add(thread);
    return !isFirst;
  });
}

function ratioOf({ busyMs }: LoadInterval): number {
  return (busyMs ?? 0) / secondMs;
}

/** Within a deadline before such a second the answer may have come in it, and within one after it others may still have stood in line. */
function apartFrom(
  strained: readonly LoadInterval[],
  { fromMs, toMs }: Interval,
  { facts }: Seen,
): readonly Interval[] {
  const { deadlineMs } = facts.header.plan.scenario.client;
  const ends = strained.map(({ atMs }) => atMs).sort((one, other) => one - other);
  const starts = [fromMs, ...ends.map((endMs) => endMs + deadlineMs)];
  const stops = [...ends.map((endMs) => endMs - secondMs - deadlineMs), toMs];
  return starts
    .map((startMs, index) => ({ fromMs: Math.max(fromMs, startMs), toMs: Math.min(toMs, stops[index] as number) }))
    .filter((gap) => gap.toMs > gap.fromMs);
}

function loadOf(stretches: readonly Interval[], { evidence, facts, goodput }: Seen): LoadAtEase | null {
  const { deadlineMs } = facts.header.plan.scenario.client;
  const ranges = stretches.map(({ fromMs, toMs }) => [goodput.indexAt(fromMs), goodput.indexAt(toMs)] as const);
  const arrivals = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  const times = new Float32Array(arrivals);
  let count = 0;
  for (const [from, to] of ranges) {
    times.set(evidence.arrivals.responseTimeMs.subarray(from, to), count);
    count += to - from;
  }
  const responseTimeMs = percentilesOf(times.map((value) => (Number.isNaN(value) ? deadlineMs : value)).sort());
  const good = ranges.reduce((sum, [from, to]) => sum + goodput.good(from, to), 0);
  return responseTimeMs === null ? null : { arrivals, good, responseTimeMs };
}
