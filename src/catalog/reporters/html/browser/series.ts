/** Unpacks the page's columns and answers questions about them by time. */
import type { Packed, PageData } from '../page-data.js';

export type Column = readonly (number | null)[];

/** What is known at the sides of the columns, and grows with them while a run goes on. */
export type Facts = Pick<
  PageData,
  'durationMs' | 'loadEndMs' | 'errorClasses' | 'replicas' | 'phases' | 'faults' | 'heatMap'
>;

/** Asked at each drawing: a report always answers the same, a live page what is known by then. */
export interface TimelineSource {
  /** The run goes on: where nothing is pointed at, the latest values are told. */
  readonly isLive: boolean;
  facts(): Facts;
  columns(): Columns;
}

export interface Columns {
  readonly stepMs: number;
  readonly startMs: number;
  readonly count: number;
  get(name: string): Column;
}

export function columnsOf(page: PageData): Columns {
  const columns = new Map(Object.entries(page.columns).map(([name, packed]) => [name, unpack(packed)]));
  const offered = columns.get('offered') ?? [];
  const missing = columns.get('missing') ?? [];
  columns.set(
    'good',
    offered.map((value, index) => Math.max(0, Math.round(((value ?? 0) - (missing[index] ?? 0)) * 10) / 10)),
  );
  return { stepMs: page.stepMs, startMs: page.startMs, count: page.count, get: (name) => columns.get(name) ?? [] };
}

export function unpack(packed: Packed): (number | null)[] {
  const values: (number | null)[] = [];
  for (const item of packed) {
    if (typeof item === 'number' || item === null) values.push(item);
    else for (let index = 0; index < item[1]; index += 1) values.push(item[0]);
  }
  return values;
}

/** The step that contains a time, within the ends of the run. */
export function stepAt({ startMs, stepMs, count }: Columns, timeMs: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((timeMs - startMs) / stepMs)));
}
