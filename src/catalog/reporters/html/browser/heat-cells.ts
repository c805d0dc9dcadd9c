/** The heat map's cells for one window: columns merged where they would be thinner than a stroke, and the classes of counts that its colours stand for. */
import type { HeatMap } from '../../../../model/heat-map.js';
import type { Range } from './range.js';

export interface HeatColumn extends Range {
  /** Correct answers in each row, from the fastest on; rows that are left out hold none. */
  readonly answers: readonly number[];
  readonly unanswered: number;
}

/** Thinner columns could not be told apart. */
const columnPixelsMin = 1.5;
/** Lowest counts of the classes, finest first; each list goes on at ten times itself. */
const classLists = [[1, 2, 5], [1, 3], [1]] as const;

/** Columns that the window shows, a part of one included. Merged ones are added up: nothing is averaged away. */
export function columnsIn(map: HeatMap, { fromMs, toMs }: Range, widthPx: number): readonly HeatColumn[] {
  const columnPixels = (map.columnMs / (toMs - fromMs)) * widthPx;
  const size = Math.max(1, Math.ceil(columnPixelsMin / columnPixels));
  const first = Math.floor(Math.max(0, fromMs) / map.columnMs / size) * size;
  const last = Math.min(map.answers.length, Math.ceil(toMs / map.columnMs));
  const columns: HeatColumn[] = [];
  for (let start = first; start < last; start += size) columns.push(mergedColumn(map, start, size));
  return columns;
}

function mergedColumn({ answers, unanswered, columnMs }: HeatMap, start: number, size: number): HeatColumn {
  const merged = answers.slice(start, start + size);
  const rows = Math.max(0, ...merged.map((column) => column.length));
  return {
    fromMs: start * columnMs,
    toMs: (start + merged.length) * columnMs,
    answers: Array.from({ length: rows }, (_each, row) => sum(merged.map((column) => column[row] ?? 0))),
    unanswered: sum(unanswered.slice(start, start + size)),
  };
}

/** The lowest count of each class, at most `classesMax` of them: round numbers that are about equally far apart on a log scale. */
export function classesOf({ answers }: HeatMap, classesMax: number): readonly number[] {
  const highest = answers.reduce((most, column) => Math.max(most, ...column), 1);
  const found = classLists.map((list) => upTo(highest, list)).find((bounds) => bounds.length <= classesMax);
  return found ?? upTo(highest, [1]).slice(0, classesMax);
}

/** Position of the class that a count falls into; −1 for none. */
export function classOf(count: number, classes: readonly number[]): number {
  return classes.findLastIndex((lowest) => count >= lowest);
}

function upTo(highest: number, list: readonly number[]): readonly number[] {
  const bounds: number[] = [];
  for (let power = 1; power <= highest; power *= 10)
    bounds.push(...list.map((bound) => bound * power).filter((bound) => bound <= highest));
  return bounds;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
