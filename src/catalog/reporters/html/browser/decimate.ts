/** Min–max decimation: of each bucket of steps the lowest and the highest stay, so that no outage disappears however far one zooms out. */
import type { Column, Columns } from './series.js';

export interface Point {
  readonly x: number;
  readonly y: number | null;
}

export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
  /** How many buckets the window is cut into: one per pixel is enough. */
  readonly buckets: number;
}

/** Points for a line that holds each value until the next. Each bucket keeps its first, lowest, highest and one missing value, in their order. */
export function minMaxPoints(columns: Columns, values: Column, window: Window): Point[] {
  const { first, last, size } = bucketsOf(columns, window);
  const points: Point[] = [];
  for (let start = first; start <= last; start += size) {
    for (const index of extremes(values, start, Math.min(last, start + size - 1))) {
      const point = { x: columns.startMs + index * columns.stepMs, y: values[index] ?? null };
      // The value before a gap holds to the end of its own step.
      if (point.y === null && points.at(-1)?.y != null) points.push({ x: point.x, y: values[index - 1] ?? null });
      points.push(point);
    }
  }
  const end = points.at(-1);
  // The last value holds to the end of its step; without this point its width would be zero.
  if (end !== undefined) points.push({ x: columns.startMs + (last + 1) * columns.stepMs, y: values[last] ?? end.y });
  return points;
}

/** Highest value of each bucket, at the same times for every column, so that areas can be stacked; each value has both corners of its step. */
export function peakPoints(columns: Columns, values: Column, window: Window): Point[] {
  const { first, last, size } = bucketsOf(columns, window);
  const points: Point[] = [];
  const timeOf = (index: number): number => columns.startMs + index * columns.stepMs;
  for (let start = first; start <= last; start += size) {
    let peak = 0;
    for (let index = start; index <= Math.min(last, start + size - 1); index += 1)
      peak = Math.max(peak, values[index] ?? 0);
    points.push({ x: timeOf(start), y: peak }, { x: timeOf(Math.min(last + 1, start + size)), y: peak });
  }
  return points;
}

/** Each list on top of those before it; a hidden one adds nothing. */
export function stackPoints(lists: readonly (readonly Point[])[], isShown: (index: number) => boolean): Point[][] {
  const sums: number[] = [];
  return lists.map((list, index) =>
    list.map(({ x, y }, at) => {
      sums[at] = (sums[at] ?? 0) + (isShown(index) ? (y ?? 0) : 0);
      return { x, y: sums[at] };
    }),
  );
}

function bucketsOf(
  { startMs, stepMs, count }: Columns,
  { fromMs, toMs, buckets }: Window,
): { first: number; last: number; size: number } {
  const clampIndex = (timeMs: number): number =>
    Math.min(count - 1, Math.max(0, Math.floor((timeMs - startMs) / stepMs)));
  // One step beyond each end, so that the line enters and leaves the window.
  const first = Math.max(0, clampIndex(fromMs) - 1);
  const last = Math.min(count - 1, clampIndex(toMs) + 1);
  return { first, last, size: Math.max(1, Math.ceil((last - first + 1) / Math.max(1, buckets))) };
}

function extremes(values: Column, from: number, to: number): number[] {
  let lowest = -1;
  let highest = -1;
  let missing = -1;
  for (let index = from; index <= to; index += 1) {
    const value = values[index] ?? null;
    if (value === null) {
      if (missing < 0) missing = index;
      continue;
    }
    if (lowest < 0 || value < (values[lowest] ?? 0)) lowest = index;
    if (highest < 0 || value > (values[highest] ?? 0)) highest = index;
  }
  return [...new Set([from, lowest, highest, missing])]
    .filter((index) => index >= 0)
    .sort((left, right) => left - right);
}
