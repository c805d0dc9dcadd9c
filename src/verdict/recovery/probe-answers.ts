/** Reads the probe lanes: when each node answered, and the stretches in which it did not. Who refuses a write has answered only where no write is to be taken. */
import type { ProbeSample } from '../../model/journal.js';
import type { Interval } from '../../model/recovery.js';

export interface ProbeAnswers {
  /** When answers came, ascending. */
  readonly answeredMs: Float64Array;
  /** For each of these how long its probe had waited. */
  readonly waitedMs: Float64Array;
  /** When probes were sent that failed, were refused where they must not be, or got no answer, ascending. */
  readonly failedStartMs: Float64Array;
  /** When these failures were noted, by the prober's own timers or by an error that came, ascending. */
  readonly failedEndMs: Float64Array;
}

export interface ProbeLaneFacts extends ProbeAnswers {
  /** When writes succeeded, ascending. */
  readonly writtenMs: Float64Array;
  /** Of the probes that had to connect first. */
  readonly fresh: ProbeAnswers;
}

/** When the last probe of any lane was heard of: silence after it says nothing about the nodes. */
export function lastProbeMs(lanes: readonly ProbeLaneFacts[]): number {
  return Math.max(
    0,
    ...lanes.flatMap(({ answeredMs, failedStartMs }) => [answeredMs.at(-1) ?? 0, failedStartMs.at(-1) ?? 0]),
  );
}

/** Which nodes clients write to from a time on. */
export interface RouteFrom {
  readonly atMs: number;
  readonly writable: readonly string[];
}

/** One lane a node, in the order of the run's nodes. */
export function readProbeLanes(
  probes: readonly ProbeSample[],
  names: readonly string[],
  routes: readonly RouteFrom[] = [],
): readonly ProbeLaneFacts[] {
  return names.map((name, node) => {
    const own = probes.filter((probe) => probe.node === node);
    const writtenMs = ascending(own.filter((probe) => probe.outcome === 'written').map((probe) => probe.endMs));
    const isAnswer = answerRule(name, writtenMs[0] ?? Number.POSITIVE_INFINITY, routes);
    return {
      ...answersOf(own, isAnswer),
      writtenMs,
      fresh: answersOf(
        own.filter((probe) => probe.isFresh === true),
        isAnswer,
      ),
    };
  });
}

type IsAnswer = (probe: ProbeSample) => boolean;

/** Until the route first changes, a node that took a write once is to take every one; from then on the route says who is. */
function answerRule(name: string, firstWrittenMs: number, routes: readonly RouteFrom[]): IsAnswer {
  const isToWrite = (atMs: number): boolean =>
    routes.findLast((route) => route.atMs <= atMs)?.writable.includes(name) ?? firstWrittenMs <= atMs;
  return ({ outcome, endMs }) => outcome === 'written' || (outcome === 'refused' && !isToWrite(endMs));
}

function answersOf(probes: readonly ProbeSample[], isAnswer: IsAnswer): ProbeAnswers {
  const answered = probes.filter(isAnswer).sort((left, right) => left.endMs - right.endMs);
  const failed = probes.filter((probe) => !isAnswer(probe));
  return {
    answeredMs: Float64Array.from(answered, (probe) => probe.endMs),
    waitedMs: Float64Array.from(answered, (probe) => probe.endMs - probe.intendedStartMs),
    failedStartMs: ascending(failed.map((probe) => probe.intendedStartMs)),
    failedEndMs: ascending(failed.map((probe) => probe.endMs)),
  };
}

export interface ProbeGap extends Interval {
  /** No answer came before the observed time ended. */
  readonly isOpen: boolean;
  /** How much of it may have been the prober's own standing still. */
  readonly heldUpMs: number;
  /** Long enough without that. */
  readonly isOutage: boolean;
}

export interface ProbeOutageSearch {
  readonly range: Interval;
  /** Answers closer together are the scatter of the lane itself. */
  readonly shortestMs: number;
  /** How long the thread that probes was itself held up at most in a stretch of time: it sees no answer meanwhile. */
  readonly heldUpMs: (fromMs: number, toMs: number) => number;
}

/**
 * Stretches between two answers in which a probe failed or was kept waiting. They are timed by completions: a write that a stall held back is answered when the
 * stall ends, so the stretch is as long as the stall.
 */
export function probeGaps(lane: ProbeAnswers, search: ProbeOutageSearch): readonly ProbeGap[] {
  const { range, shortestMs } = search;
  const inside = lane.answeredMs.filter((atMs) => atMs > range.fromMs && atMs < range.toMs);
  const edges = [range.fromMs, ...inside, range.toMs];
  const gaps: ProbeGap[] = [];
  for (let index = 1; index < edges.length; index += 1) {
    const fromMs = edges[index - 1] as number;
    const toMs = edges[index] as number;
    if (toMs - fromMs <= shortestMs || !hasWitness(lane, { fromMs, toMs }, shortestMs)) continue;
    const heldUpMs = Math.min(search.heldUpMs(fromMs, toMs), longestSilenceMs(lane, { fromMs, toMs }));
    const isOutage = toMs - fromMs - heldUpMs > shortestMs;
    gaps.push({ fromMs, toMs, isOpen: index === edges.length - 1, heldUpMs, isOutage });
  }
  return gaps;
}

/** A prober that noted a failure was awake: it stood still between two of these at most, wherever else in the same seconds it did. */
function longestSilenceMs({ failedEndMs }: ProbeAnswers, { fromMs, toMs }: Interval): number {
  const signs = [fromMs, ...failedEndMs.filter((atMs) => atMs > fromMs && atMs < toMs), toMs];
  return signs.reduce((longest, atMs, index) => Math.max(longest, atMs - (signs[index - 1] ?? atMs)), 0);
}

/** A stall shorter than a probe's patience lets none fail; it is told by those that were answered right after it and had waited in it. */
function hasWitness(lane: ProbeAnswers, { fromMs, toMs }: Interval, shortestMs: number): boolean {
  if (lane.failedStartMs.some((atMs) => atMs >= fromMs - shortestMs && atMs <= toMs)) return true;
  return lane.answeredMs.some((atMs, index) => {
    return atMs >= toMs && atMs < toMs + shortestMs && atMs - (lane.waitedMs[index] as number) <= toMs - shortestMs;
  });
}

function ascending(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
