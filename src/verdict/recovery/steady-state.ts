/** Finds when response times, too, were normal again: recovery says that payments go through, steady state that they do so as fast as before. */
import type { ArrivalTable } from '../../model/evidence.js';
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
  /** Nodes that are down on purpose do not count for the lag. */
  readonly targets: readonly string[];
}

/**
 * Start of the first window from which on, for the sustained time, the 99th percentile stays within 1.2 × baseline and replicas keep up.
 * The percentile is taken over the whole sustained time: that of a single second scatters more than the factor allows. Null when observation
 * ended first.
 */
export function findSteadyState(search: SteadySearch): number | null {
  const { goodput, recoveredIndex, toMs, sustainedMs } = search;
  const end = goodput.indexAt(toMs);
  for (let from = recoveredIndex; from < end; from = windowEnd(goodput, from, end)) {
    const startMs = goodput.timeMs[from] as number;
    if (startMs + sustainedMs > toMs) return null;
    if (isSteady(search, from, goodput.indexAt(startMs + sustainedMs))) return startMs;
  }
  return null;
}

function isSteady(
  { goodput, arrivals, baseline, nodeStates, targets }: SteadySearch,
  from: number,
  to: number,
): boolean {
  if (baseline.responseTimeMsP99 === null || !isNormal(goodput, from, to, baseline.goodputRatio)) return false;
  const p99 = percentileOf(sortedAnswers(arrivals.responseTimeMs, [[from, to]]), 99);
  if (p99 === null || p99 > slowFactor * baseline.responseTimeMsP99) return false;
  const [fromMs, toMs] = [goodput.timeMs[from] as number, goodput.timeMs[to - 1] as number];
  return !nodeStates.some(
    ({ atMs, node, replicaLagMs }) =>
      atMs >= fromMs && atMs <= toMs && !targets.includes(node) && (replicaLagMs ?? 0) > replicaLagMsMax,
  );
}
