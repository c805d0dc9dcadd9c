/** Finds when response times, too, were normal again: recovery says that payments go through, steady state that they do so as fast as before. */
import type { ArrivalTable } from '../../model/evidence.js';
import type { Interval } from '../../model/recovery.js';
import { percentileOf, sortedAnswers } from '../percentiles.js';
import type { EventOf } from '../read-journal.js';
import type { Baseline } from './find-baseline.js';
import type { Goodput } from './goodput.js';
import { isNormal, windowEnd } from './windows.js';

const slowFactor = 1.2;
/** Replicas further behind than this are still catching up. */
const replicaLagMsMax = 1_000;

export interface SteadySearch {
  readonly goodput: Goodput;
  readonly arrivals: ArrivalTable;
  readonly baseline: Baseline;
  /** First arrival of the recovered period. */
  readonly recoveredIndex: number;
  readonly toMs: number;
  readonly sustainedMs: number;
  readonly nodeStates: readonly EventOf<'node-state'>[];
  /** Nodes that are down on purpose do not count for the lag until they are healed. */
  readonly targets: readonly string[];
  readonly healedMs: number;
}

/**
 * Start of the first window from which on, for the sustained time, the 99th percentile stays within 1.2 × baseline and replicas keep up.
 * The percentile is taken over the whole sustained time: that of a single second scatters more than the factor allows. Null when observation
 * ended first.
 */
export function findSteadyState(search: SteadySearch): number | null {
  const { goodput, recoveredIndex, toMs, sustainedMs } = search;
  const end = goodput.indexAt(toMs);
  const behind = behindStretches(search);
  for (let from = recoveredIndex; from < end; from = windowEnd(goodput, from, end)) {
    const startMs = goodput.timeMs[from] as number;
    if (startMs + sustainedMs > toMs) return null;
    const to = goodput.indexAt(startMs + sustainedMs);
    if (isSteady(search, from, to) && !isBehind(search, behind, [from, to])) return startMs;
  }
  return null;
}

function isSteady({ goodput, arrivals, baseline }: SteadySearch, from: number, to: number): boolean {
  if (baseline.responseTimeMsP99 === null || !isNormal(goodput, from, to, baseline.goodputRatio)) return false;
  const p99 = percentileOf(sortedAnswers(arrivals.responseTimeMs, [[from, to]]), 99);
  return p99 !== null && p99 <= slowFactor * baseline.responseTimeMsP99;
}

function isBehind(
  { goodput }: SteadySearch,
  behind: readonly Interval[],
  [from, to]: readonly [number, number],
): boolean {
  const [fromMs, toMs] = [goodput.timeMs[from] as number, goodput.timeMs[to - 1] as number];
  return behind.some((each) => each.fromMs <= toMs && each.toMs >= fromMs);
}

/**
 * When a replica was too far behind, or did not know: its replication stood still. A lag is told again every second and counts for its instant; that
 * it is unknown is told once. Nodes that never knew one have no replication of that kind.
 */
function behindStretches({ nodeStates, targets, healedMs }: SteadySearch): readonly Interval[] {
  const knowing = new Set(nodeStates.flatMap(({ node, replicaLagMs }) => (replicaLagMs === null ? [] : [node])));
  return nodeStates.flatMap(({ atMs, node, state, replicaLagMs }, index) => {
    const countsFromMs = targets.includes(node) ? healedMs : Number.NEGATIVE_INFINITY;
    if (replicaLagMs !== null) {
      return replicaLagMs > replicaLagMsMax && atMs >= countsFromMs ? [{ fromMs: atMs, toMs: atMs }] : [];
    }
    if (state !== 'read-only' || !knowing.has(node)) return [];
    const next = nodeStates.slice(index + 1).find((each) => each.node === node);
    const toMs = next?.atMs ?? Number.POSITIVE_INFINITY;
    return toMs > countsFromMs ? [{ fromMs: Math.max(atMs, countsFromMs), toMs }] : [];
  });
}
