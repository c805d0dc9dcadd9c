/** Counts arrivals into cells of time and response time, few enough that an hour's map stays small, and never averaged, so that a stall of any length stays visible. */
import type { ArrivalTable } from '../model/evidence.js';
import type { HeatMap } from '../model/heat-map.js';

const columnsMax = 360;
const rowsMax = 40;
/** Lengths that people count in; whatever is longer takes whole hours. */
const columnStepsMs = [500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3, 1_800e3, 3_600e3];
/** Rows to a power of ten, finest first. */
const rowsPerDecade = [10, 5, 2, 1] as const;
/** Nothing answers faster, so that no zero asks for an endless logarithmic axis. */
const fastestMs = 0.01;

/** `durationMs`: how much of the plan was driven. */
export function buildHeatMap(arrivals: ArrivalTable, durationMs: number): HeatMap | null {
  const rows = rowsFor(arrivals);
  if (rows === null) return null;
  const columnMs = columnStepFor(durationMs);
  const columns = Math.max(1, Math.ceil(durationMs / columnMs));
  const answers = Array.from({ length: columns }, () => new Uint32Array(rows.count));
  const unanswered = new Uint32Array(columns);
  for (let index = 0; index < arrivals.count; index += 1) {
    const column = Math.floor((arrivals.intendedStartMs[index] as number) / columnMs);
    // What was due before the plan's begin, or after the end of what was driven, has no place on the axis.
    if (!(column >= 0 && column < columns)) continue;
    const responseTimeMs = arrivals.responseTimeMs[index] as number;
    if (Number.isNaN(responseTimeMs)) unanswered[column] = (unanswered[column] as number) + 1;
    else addTo(answers[column] as Uint32Array, rowOf(responseTimeMs, rows));
  }
  return {
    columnMs,
    edgesMs: Array.from({ length: rows.count + 1 }, (_each, row) => edgeMs(row, rows)),
    answers: answers.map(withoutEmptyEnd),
    unanswered: [...unanswered],
  };
}

interface Rows {
  readonly perDecade: number;
  /** Of the lowest row, counted in rows from 1 ms. */
  readonly first: number;
  readonly count: number;
}

/** As fine as the limit allows over all that occurred; null when nothing was answered. */
function rowsFor({ responseTimeMs }: ArrivalTable): Rows | null {
  let [fastest, slowest] = [Infinity, 0];
  for (const each of responseTimeMs) {
    if (each < fastest) fastest = each;
    if (each > slowest) slowest = each;
  }
  if (fastest === Infinity) return null;
  const over = (perDecade: number): Rows => {
    const first = stepOf(fastest, perDecade);
    return { perDecade, first, count: stepOf(slowest, perDecade) - first + 1 };
  };
  const found = rowsPerDecade.map(over).find(({ count }) => count <= rowsMax);
  return found ?? { ...over(1), count: rowsMax };
}

function rowOf(responseTimeMs: number, { perDecade, first, count }: Rows): number {
  return Math.min(count - 1, Math.max(0, stepOf(responseTimeMs, perDecade) - first));
}

function stepOf(responseTimeMs: number, perDecade: number): number {
  return Math.floor(Math.log10(Math.max(fastestMs, responseTimeMs)) * perDecade);
}

/** Three digits say where a row begins. */
function edgeMs(row: number, { perDecade, first }: Rows): number {
  return Number((10 ** ((first + row) / perDecade)).toPrecision(3));
}

function columnStepFor(durationMs: number): number {
  const wanted = durationMs / columnsMax;
  const hourMs = 3_600_000;
  return columnStepsMs.find((step) => step >= wanted) ?? Math.ceil(wanted / hourMs) * hourMs;
}

function addTo(column: Uint32Array, row: number): void {
  column[row] = (column[row] as number) + 1;
}

function withoutEmptyEnd(column: Uint32Array): readonly number[] {
  return [...column.subarray(0, column.findLastIndex((count) => count > 0) + 1)];
}
