/** What the page's script needs, made small: an hour in half-second steps must fit into a page of half a megabyte. */
import type { HeatMap } from '../../../model/heat-map.js';
import type { FaultRecovery, Interval } from '../../../model/recovery.js';
import type { LagSteps, RunRecord, Series } from '../../../model/run-record.js';
import { evenSeries } from './even-series.js';

/** A value, a missing value, or a run of equal values as [value, count]. */
export type Packed = readonly (number | null | readonly [number | null, number])[];

export interface PageData {
  readonly durationMs: number;
  /** When the load ended: answers may come later. */
  readonly loadEndMs: number;
  readonly stepMs: number;
  readonly startMs: number;
  readonly count: number;
  readonly columns: Readonly<Record<string, Packed>>;
  /** Names of the error classes that occurred, in a fixed order; each has the column `error:NAME`. */
  readonly errorClasses: readonly string[];
  readonly phases: readonly { readonly name: string; readonly fromMs: number; readonly toMs: number }[];
  readonly faults: readonly {
    readonly name: string;
    readonly fromMs: number;
    readonly toMs: number;
    /** It lasts still, in a run that goes on. */
    readonly isOpen?: boolean;
  }[];
  readonly nodes: readonly string[];
  /** Nodes that told a lag; each has the column `lag:NODE`. */
  readonly replicas: readonly string[];
  readonly heatMap: HeatMap | null;
}

export function pageDataOf(record: RunRecord): PageData {
  const series = evenSeries(record.series);
  const errorClasses = Object.keys(series.errorsPerSecond)
    .filter((name) => series.errorsPerSecond[name]!.some((value) => value > 0))
    .sort();
  return {
    durationMs: timelineEndMs(record),
    loadEndMs: record.durationMs,
    stepMs: series.stepMs,
    startMs: series.timeMs[0] ?? 0,
    count: series.timeMs.length,
    columns: { ...columnsOf(series, errorClasses), ...lagColumns({ ...record, series }) },
    errorClasses,
    phases: record.phases.map((phase) => ({ name: phase.name, fromMs: phase.startMs, toMs: phase.endMs })),
    faults: record.recoveries.map((recovery) => ({ name: recovery.fault, ...windowOf(recovery, record) })),
    nodes: record.nodes.map((lane) => lane.node),
    replicas: record.nodes.flatMap(({ node, replicaLag }) => (replicaLag === undefined ? [] : [node])),
    heatMap: record.heatMap ?? null,
  };
}

/** Where the timeline ends: answers, heals and states may come after the last arrival. */
export function timelineEndMs({ plannedDurationMs, series, recoveries }: RunRecord): number {
  const heals = recoveries.map(({ heal }) => heal?.verifiedMs ?? heal?.startedMs ?? 0);
  return Math.max(plannedDurationMs, (series.timeMs.at(-1) ?? 0) + series.stepMs, ...heals);
}

/** From the injection until the heal was seen, or to the end where none came. */
export function windowOf(recovery: FaultRecovery, record: RunRecord): Interval {
  const { heal } = recovery;
  const toMs = heal?.verifiedMs ?? heal?.startedMs ?? doneMs(recovery) ?? timelineEndMs(record);
  return { fromMs: beginOf(recovery), toMs };
}

/** The instant of an injection: the middle of its bracket, or the command alone where no effect was seen. What is planned begins with its command. */
export function beginOf({ injection, planned }: FaultRecovery): number {
  const { issuedMs, verifiedMs } = injection;
  return verifiedMs === null || planned !== undefined ? issuedMs : (issuedMs + verifiedMs) / 2;
}

/** When an operation that stays was done; null for whatever else. */
function doneMs({ injection, planned }: FaultRecovery): number | null {
  return planned?.stays === true ? injection.verifiedMs : null;
}

function columnsOf(series: Series, errorClasses: readonly string[]): Record<string, Packed> {
  const columns: Record<string, Packed> = {
    offered: pack(series.offeredPerSecond.map(roundRate)),
    achieved: pack(series.achievedPerSecond.map(roundRate)),
    // Good arrivals are nearly always all of them: the difference packs to almost nothing.
    missing: pack(
      series.offeredPerSecond.map((value, index) => roundRate(value) - roundRate(series.goodPerSecond[index] ?? 0)),
    ),
    p50: pack(series.responseTimeMsP50.map(roundDuration)),
    p99: pack(series.responseTimeMsP99.map(roundDuration)),
    p999: pack(series.responseTimeMsP999.map(roundDuration)),
    inDoubt: pack(series.inDoubtPerSecond.map(roundRate)),
    dropped: pack(series.droppedPerSecond.map(roundRate)),
  };
  for (const name of errorClasses) columns[`error:${name}`] = pack(series.errorsPerSecond[name]!.map(roundRate));
  return columns;
}

function lagColumns({ nodes, series }: RunRecord): Record<string, Packed> {
  return Object.fromEntries(
    nodes.flatMap(({ node, replicaLag }) =>
      replicaLag === undefined ? [] : [[`lag:${node}`, pack(lagByStep(replicaLag, series))]],
    ),
  );
}

/** The highest lag that held in each step; what was told last holds until the next. */
function lagByStep({ timeMs, lagMs }: LagSteps, { timeMs: stepStartsMs, stepMs }: Series): (number | null)[] {
  let next = 0;
  let held: number | null = null;
  return stepStartsMs.map((startMs) => {
    let highest = held;
    for (; next < timeMs.length && (timeMs[next] as number) < startMs + stepMs; next += 1) {
      held = lagMs[next] ?? null;
      highest = held === null ? highest : Math.max(highest ?? 0, held);
    }
    return roundDuration(highest);
  });
}

/** Runs of three and more equal values become one pair. */
export function pack(values: readonly (number | null)[]): Packed {
  const packed: (number | null | readonly [number | null, number])[] = [];
  for (let start = 0; start < values.length;) {
    const value = values[start] ?? null;
    let end = start + 1;
    while (end < values.length && (values[end] ?? null) === value) end += 1;
    if (end - start >= 3) packed.push([value, end - start]);
    else for (let index = start; index < end; index += 1) packed.push(value);
    start = end;
  }
  return packed;
}

/** Rates of a step are counts times a small factor: one decimal says all of them. */
function roundRate(value: number): number {
  return Number.isFinite(value) ? Math.round(value * (value < 100 ? 10 : 1)) / (value < 100 ? 10 : 1) : 0;
}

/** Three significant digits: what the histogram resolves. */
function roundDuration(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(3));
}
