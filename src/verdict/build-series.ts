/** The run second by second, for charts. A long run keeps its seconds of least and of slowest service instead of averages, so that no outage is smoothed away. */
import type { ArrivalTable } from '../model/evidence.js';
import { errorClasses, outcomes } from '../model/outcome.js';
import type { Series } from '../model/run-record.js';
import { percentileOf, sortedAnswers } from './percentiles.js';
import { noError } from './attempt-columns.js';
import type { ArrivalFacts } from './read-arrivals.js';

const stepMs = 1_000;
const pointsMax = 7_200;
const inDoubt = outcomes.indexOf('in-doubt');
const dropped = outcomes.indexOf('dropped');

export function buildSeries({ arrivals, attempts }: ArrivalFacts, durationMs: number): Series {
  const seconds = secondsOf(arrivals, attempts.endMs, durationMs);
  const offered = new Float64Array(seconds);
  const good = new Float64Array(seconds);
  const doubtful = new Float64Array(seconds);
  const shed = new Float64Array(seconds);
  for (let index = 0; index < arrivals.count; index += 1) {
    const second = secondOf(arrivals.intendedStartMs[index] as number, seconds);
    const outcome = arrivals.outcome[index];
    add(offered, second, 1);
    add(good, second, arrivals.isGood[index] as number);
    if (outcome === inDoubt) add(doubtful, second, 1);
    if (outcome === dropped) add(shed, second, 1);
  }
  const achieved = new Float64Array(seconds);
  const errors = new Map<number, Float64Array>();
  for (let index = 0; index < attempts.count; index += 1) {
    const second = secondOf(attempts.endMs[index] as number, seconds);
    const errorClass = attempts.errorClass[index] as number;
    add(achieved, second, 1);
    if (errorClass !== noError) add(columnFor(errors, errorClass, seconds), second, 1);
  }
  const percentiles = percentilesBySecond(arrivals, seconds);
  const kept = keptSeconds(good, percentiles.p99);
  const pick = <Value>(column: ArrayLike<Value>): Value[] => kept.map((second) => column[second] as Value);
  return {
    stepMs,
    timeMs: kept.map((second) => second * stepMs),
    offeredPerSecond: pick(offered),
    achievedPerSecond: pick(achieved),
    goodPerSecond: pick(good),
    responseTimeMsP50: pick(percentiles.p50),
    responseTimeMsP99: pick(percentiles.p99),
    responseTimeMsP999: pick(percentiles.p999),
    errorsPerSecond: Object.fromEntries(
      [...errors].sort(([a], [b]) => a - b).map(([each, column]) => [errorClasses[each] ?? 'other', pick(column)]),
    ),
    inDoubtPerSecond: pick(doubtful),
    droppedPerSecond: pick(shed),
  };
}

/** The last answers may come after the plan's end. */
function secondsOf(arrivals: ArrivalTable, attemptEndMs: Float64Array, durationMs: number): number {
  const lastMs = attemptEndMs.reduce((latest, endMs) => Math.max(latest, endMs), 0);
  const dueMs =
    arrivals.count === 0 ? 0 : Math.min(durationMs, (arrivals.intendedStartMs[arrivals.count - 1] as number) + 1);
  return Math.max(1, Math.ceil(Math.max(dueMs, lastMs) / stepMs));
}

function secondOf(timeMs: number, seconds: number): number {
  return Math.min(seconds - 1, Math.max(0, Math.floor(timeMs / stepMs)));
}

function add(column: Float64Array, second: number, amount: number): void {
  column[second] = (column[second] as number) + amount;
}

function columnFor(columns: Map<number, Float64Array>, key: number, seconds: number): Float64Array {
  const column = columns.get(key) ?? new Float64Array(seconds);
  columns.set(key, column);
  return column;
}

interface PercentileColumns {
  readonly p50: (number | null)[];
  readonly p99: (number | null)[];
  readonly p999: (number | null)[];
}

/** By intended start, so that what was due during a stall shows how long it waited. */
function percentilesBySecond(
  { intendedStartMs, responseTimeMs, count }: ArrivalTable,
  seconds: number,
): PercentileColumns {
  const columns: PercentileColumns = { p50: [], p99: [], p999: [] };
  let from = 0;
  for (let second = 0; second < seconds; second += 1) {
    let to = from;
    while (to < count && secondOf(intendedStartMs[to] as number, seconds) === second) to += 1;
    const answers = sortedAnswers(responseTimeMs, [[from, to]]);
    columns.p50.push(percentileOf(answers, 50));
    columns.p99.push(percentileOf(answers, 99));
    columns.p999.push(percentileOf(answers, 99.9));
    from = to;
  }
  return columns;
}

/** All seconds, or of every group of seconds the one with the least goodput and the one with the slowest answers. */
function keptSeconds(good: Float64Array, p99: readonly (number | null)[]): readonly number[] {
  const all = Array.from({ length: good.length }, (_each, second) => second);
  if (all.length <= pointsMax) return all;
  const groupSeconds = Math.ceil((all.length * 2) / pointsMax);
  const kept: number[] = [];
  for (let from = 0; from < all.length; from += groupSeconds) {
    const group = all.slice(from, from + groupSeconds);
    const least = group.reduce((best, second) => ((good[second] as number) < (good[best] as number) ? second : best));
    const slowest = group.reduce((best, second) => ((p99[second] ?? -1) > (p99[best] ?? -1) ? second : best));
    kept.push(...(least === slowest ? [least] : [Math.min(least, slowest), Math.max(least, slowest)]));
  }
  return kept;
}
