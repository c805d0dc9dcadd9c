/** The stretches in which a node did not serve everybody: no probe got an answer, or none of those that had to connect first while others were served. */
import { freshProbeEvery } from '../../model/journal.js';
import { without } from './find-brownouts.js';
import { probeGaps, type ProbeGap, type ProbeLaneFacts, type ProbeOutageSearch } from './probe-answers.js';

/** Answers to fresh probes this many of their intervals apart are an outage for whoever connects. */
const freshIntervalsMin = 2.5;

export interface NodeGap extends ProbeGap {
  /** Between the probes that tell it: how exactly its edges are known. */
  readonly intervalMs: number;
}

/**
 * Fresh probes come rarely, so what they and all others saw is told by the others. Where the fresh ones saw more than their own coarseness, a stretch
 * is as long as they say.
 */
export function nodeGaps(lane: ProbeLaneFacts, search: ProbeOutageSearch, intervalMs: number): readonly NodeGap[] {
  const common = probeGaps(lane, search).map((gap) => ({ ...gap, intervalMs }));
  const freshMs = freshProbeEvery * intervalMs;
  const shortestMs = Math.max(search.shortestMs, freshIntervalsMin * freshMs);
  const fresh = probeGaps(lane.fresh, { ...search, shortestMs })
    .filter((gap) => without(gap, common).some(({ fromMs, toMs }) => toMs - fromMs > shortestMs))
    .map((gap) => ({ ...gap, intervalMs: freshMs }));
  const isWithinFresh = (gap: NodeGap): boolean =>
    fresh.some(({ fromMs, toMs }) => gap.fromMs < toMs && gap.toMs > fromMs);
  return [...common.filter((gap) => !isWithinFresh(gap)), ...fresh].sort((left, right) => left.fromMs - right.fromMs);
}
