/** Sums up the load of a run: how many arrivals ended how, and the share that was good. */
import { unrecorded } from '../journal/final-outcome.js';
import type { ArrivalTable } from '../model/evidence.js';
import { dropReasons, errorClasses, outcomes } from '../model/outcome.js';
import type { LoadInterval } from '../model/load-interval.js';
import type { ScheduledPhase } from '../model/plan.js';
import type { LatencyRow, LoadTotals } from '../model/run-record.js';
import { percentilesOf, sortedAnswers } from './percentiles.js';
import { noError } from './attempt-columns.js';
import type { ArrivalFacts } from './read-arrivals.js';
import { createGoodput, type Goodput } from './recovery/goodput.js';
import { missingService } from './recovery/unavailability.js';
import { timeAvailability } from './time-availability.js';

const millisecondsADay = 86_400_000;
const daysAYear = 365.25;
/** What 99.99 % leaves to fail. */
const budgetShare = 0.0001;

export interface LoadToSumUp {
  readonly facts: ArrivalFacts;
  readonly phases: readonly ScheduledPhase[];
  readonly intervals: readonly LoadInterval[];
  readonly observedUntilMs: number;
}

export function sumUpLoad({ facts, phases, intervals, observedUntilMs }: LoadToSumUp): LoadTotals {
  const { arrivals, attempts, dropReason } = facts;
  const byOutcome = countsOf(arrivals.outcome);
  const dropped = byOutcome[outcomes.indexOf('dropped')] ?? 0;
  const missing = byOutcome[unrecorded] ?? 0;
  const goodput = createGoodput(arrivals);
  const measured = measuredShare(goodput, phases, observedUntilMs);
  return {
    arrivals: arrivals.count,
    issued: arrivals.count - dropped - missing,
    good: countsOf(arrivals.isGood)[1] ?? 0,
    outcomes: {
      acknowledged: byOutcome[outcomes.indexOf('acknowledged')] ?? 0,
      aborted: byOutcome[outcomes.indexOf('aborted')] ?? 0,
      inDoubt: byOutcome[outcomes.indexOf('in-doubt')] ?? 0,
      declined: byOutcome[outcomes.indexOf('declined')] ?? 0,
      dropped,
      unrecorded: missing,
    },
    dropped: named(countsOf(dropReason), dropReasons, dropReasons.indexOf('none')),
    errors: named(countsOf(attempts.errorClass), errorClasses, noError),
    attempts: attempts.count,
    retries: attempts.retries,
    ...(attempts.statuses.size === 0 ? {} : { statuses: Object.fromEntries(attempts.statuses) }),
    statements: statementsIn(intervals),
    availabilityRatio: measured.ratio,
    timeAvailabilityRatio: timeAvailability(goodput, phases, observedUntilMs),
    errorBudget: {
      dailyShareAt9999: budget(measured.missingMs, 1),
      yearlyShareAt9999: budget(measured.missingMs, daysAYear),
    },
  };
}

/** Null where none were counted: by an older version, or by an engine that sends none. */
function statementsIn(intervals: readonly LoadInterval[]): number | null {
  const sum = intervals.reduce((total, { statements = 0 }) => total + statements, 0);
  return sum === 0 ? null : sum;
}

/** Goodness over the phases that are measured; `missingMs` is what was bad, as time of full outage. */
function measuredShare(
  goodput: Goodput,
  phases: readonly ScheduledPhase[],
  observedUntilMs: number,
): { readonly ratio: number | null; readonly missingMs: number | null } {
  let scheduled = 0;
  let good = 0;
  let missingMs = 0;
  for (const phase of phases) {
    if (phase.isWarmup || phase.startMs >= observedUntilMs) continue;
    const endMs = Math.min(phase.endMs, observedUntilMs);
    const [from, to] = [goodput.indexAt(phase.startMs), goodput.indexAt(endMs)];
    scheduled += to - from;
    good += goodput.good(from, to);
    missingMs += missingService(goodput, { fromMs: phase.startMs, toMs: endMs }, 1).fullOutageMs;
  }
  if (scheduled === 0) return { ratio: null, missingMs: null };
  return { ratio: good / scheduled, missingMs };
}

function budget(missingMs: number | null, days: number): number | null {
  return missingMs === null ? null : missingMs / (days * millisecondsADay * budgetShare);
}

export function latencyRows(arrivals: ArrivalTable, operations: readonly string[]): readonly LatencyRow[] {
  const all = rowOf('all', arrivals, null);
  return [all, ...operations.map((operation, index) => rowOf(operation, arrivals, index))];
}

function rowOf(operation: string, arrivals: ArrivalTable, position: number | null): LatencyRow {
  const response = columnOf(arrivals.responseTimeMs, arrivals, position);
  const service = columnOf(arrivals.serviceTimeMs, arrivals, position);
  return {
    operation,
    count: response.length,
    responseTimeMs: percentilesOf(response),
    serviceTimeMs: percentilesOf(service),
  };
}

function columnOf(column: Float32Array, { operation, count }: ArrivalTable, position: number | null): Float32Array {
  if (position === null) return sortedAnswers(column, [[0, count]]);
  const own = column.filter((_value, index) => operation[index] === position);
  return sortedAnswers(own, [[0, own.length]]);
}

function countsOf(column: Uint8Array): Readonly<Record<number, number>> {
  const counts = Array.from({ length: 256 }, () => 0);
  for (const value of column) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function named(
  counts: Readonly<Record<number, number>>,
  names: readonly string[],
  leftOut: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    names.flatMap((name, index) => {
      const count = counts[index] ?? 0;
      return index === leftOut || count === 0 ? [] : [[name, count]];
    }),
  );
}
