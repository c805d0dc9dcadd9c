/** Sums up each phase by itself: what customers got, and how the generator fared meanwhile. */
import { highest } from '../kit/highest.js';
import { dropReasons } from '../model/outcome.js';
import type { LoadInterval } from '../model/load-interval.js';
import type { PhaseLoad, WaitedTime } from '../model/phase-load.js';
import type { ScheduledPhase } from '../model/plan.js';
import type { GateEvidence } from './gates/gate-evidence.js';
import { percentileOf, percentilesOf, sortedAnswers } from './percentiles.js';
import { strainOf } from './strained-seconds.js';

const secondMs = 1_000;
/** Threads report once a second, give or take this. */
const toleranceMs = 100;

type Seen = Pick<GateEvidence, 'evidence' | 'facts' | 'columns' | 'goodput' | 'observedUntilMs'>;

/** Phases that were not reached are left out. */
export function loadByPhase(seen: Seen): readonly PhaseLoad[] {
  const { phases } = seen.facts.header.plan;
  return phases.filter((phase) => phase.startMs < seen.observedUntilMs).map((phase) => loadOf(phase, seen));
}

function loadOf(phase: ScheduledPhase, seen: Seen): PhaseLoad {
  const { evidence, facts, columns, goodput, observedUntilMs } = seen;
  const endMs = Math.min(phase.endMs, observedUntilMs);
  const [from, to] = [goodput.indexAt(phase.startMs), goodput.indexAt(endMs)];
  const { deadlineMs } = facts.header.plan.scenario.client;
  const waited = waitedTimes(evidence.arrivals.responseTimeMs.subarray(from, to), deadlineMs);
  const seconds = facts.intervals.filter(
    ({ atMs }) => atMs - secondMs >= phase.startMs - toleranceMs && atMs <= endMs + toleranceMs,
  );
  return {
    phase: phase.name,
    observedMs: endMs - phase.startMs,
    arrivals: to - from,
    good: goodput.good(from, to),
    dropped: droppedBy(columns.dropReason.subarray(from, to)),
    responseTimeMsP50: waited(50),
    responseTimeMsP99: waited(99),
    serviceTimeMsP50: percentileOf(sortedAnswers(evidence.arrivals.serviceTimeMs, [[from, to]]), 50),
    connectionWaitMs: percentilesOf(sortedAnswers(columns.connectionWaitMs, [[from, to]])),
    lateByWaiting: lateByWaiting(
      evidence.arrivals.responseTimeMs.subarray(from, to),
      evidence.arrivals.serviceTimeMs.subarray(from, to),
      deadlineMs,
    ),
    scheduleLagMsP99: highest(seconds.map((second) => second.scheduleLagMsP99)),
    clientBusyRatio: busiest(seconds),
    strain: strainOf({ fromMs: phase.startMs, toMs: endMs }, seen),
  };
}

/** Whoever got no answer waited for the deadline at least: a percentile that rests on one is a lower bound. */
function waitedTimes(times: Float32Array, deadlineMs: number): (percentile: number) => WaitedTime | null {
  const atLeast = times.map((value) => (Number.isNaN(value) ? deadlineMs : value)).sort();
  const atMost = times.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)).sort();
  return (percentile) => {
    const valueMs = percentileOf(atLeast, percentile);
    return valueMs === null ? null : { valueMs, isAtLeast: percentileOf(atMost, percentile) !== valueMs };
  };
}

/** Without an answer both are no numbers, and count for nothing. */
function lateByWaiting(responseTimes: Float32Array, serviceTimes: Float32Array, deadlineMs: number): number {
  return responseTimes.reduce((count, timeMs, index) => {
    return timeMs > deadlineMs && (serviceTimes[index] as number) <= deadlineMs ? count + 1 : count;
  }, 0);
}

function droppedBy(reasons: Uint8Array): PhaseLoad['dropped'] {
  const counts = new Map<string, number>();
  for (const position of reasons) {
    const reason = dropReasons[position];
    if (position !== 0 && reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([one], [other]) => one.localeCompare(other)));
}

/** Of the thread that had most to do; null where no thread could tell. */
function busiest(seconds: readonly LoadInterval[]): number | null {
  const threads = [...new Set(seconds.map(({ thread }) => thread))];
  return highest(
    threads.map((thread) => {
      const told = seconds.flatMap((each) => (each.thread === thread ? [each.busyMs ?? null] : []));
      const known = told.filter((busyMs) => busyMs !== null);
      return known.length === 0 ? null : known.reduce((sum, busyMs) => sum + busyMs, 0) / (known.length * secondMs);
    }),
  );
}
