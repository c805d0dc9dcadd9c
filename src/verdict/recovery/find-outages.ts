/**
 * Finds outages: stretches in which (almost) nothing that was scheduled went through. Edges are exact to an arrival: from the first bad
 * arrival to the intended start of the next good one.
 */
import type { Interval } from '../../model/recovery.js';
import type { Goodput } from './goodput.js';

/** Good arrivals in an outage are fewer than this share. */
const outageShare = 0.01;
/** A shorter or smaller stretch is a hiccup: at a goodput of 99.9 % chance alone never makes so many bad arrivals in a row. */
const arrivalsMin = 10;
const durationMsMin = 100;

interface Stretch {
  from: number;
  to: number;
}

/** Outages among the arrivals scheduled in [fromMs, toMs). */
export function findOutages(goodput: Goodput, { fromMs, toMs }: Interval): readonly Interval[] {
  const end = goodput.indexAt(toMs);
  const timeAt = (index: number): number => (index < end ? (goodput.timeMs[index] as number) : toMs);
  return mergeStretches(goodput, badStretches(goodput, goodput.indexAt(fromMs), end))
    .map(({ from, to }) => ({ fromMs: timeAt(from), toMs: timeAt(to), arrivals: to - from }))
    .filter((each) => each.arrivals >= arrivalsMin && each.toMs - each.fromMs >= durationMsMin)
    .map((each) => ({ fromMs: each.fromMs, toMs: each.toMs }));
}

/** Every maximal run of bad arrivals. */
function badStretches(goodput: Goodput, start: number, end: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (let from = start; from < end; from += 1) {
    if (goodput.isGood(from)) continue;
    let to = from + 1;
    while (to < end && !goodput.isGood(to)) to += 1;
    stretches.push({ from, to });
    from = to;
  }
  return stretches;
}

/** Isolated successes do not end an outage: neighbours are one as long as what lies between stays under the share. */
function mergeStretches(goodput: Goodput, stretches: readonly Stretch[]): readonly Stretch[] {
  const merged: Stretch[] = [];
  for (const { from, to } of stretches) {
    const last = merged.at(-1);
    const isSame = last !== undefined && goodput.good(last.from, to) < outageShare * (to - last.from);
    if (isSame) last.to = to;
    else merged.push({ from, to });
  }
  return merged;
}
