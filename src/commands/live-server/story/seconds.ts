/** The load second by second, as threads report it: columns that grow with the run, and are halved when they grow too long. */
import type { LoadInterval } from '../../../model/load-interval.js';
import type { LoadTally } from '../../../model/load-tally.js';

/** Two hours in steps of a second; then every two steps become one. */
export const stepsMax = 7_200;
const secondMs = 1_000;
/** A second that ends so much too soon is whole. */
const earlyMs = 20;

export type Cells = (number | null)[];

export class Seconds {
  #stepSeconds = 1;
  /** Counts are kept as sums over the step, durations as the longest in it. */
  readonly #counts = new Map<string, number[]>();
  readonly #durations = new Map<string, Cells>();
  /** Until when each thread has reported. */
  readonly #reportedMs = new Map<number, number>();
  readonly #threads: number;
  #isOver = false;
  #halvings = 0;

  constructor(threads: number) {
    this.#threads = threads;
  }

  get stepMs(): number {
    return this.#stepSeconds * secondMs;
  }

  /** How often steps were merged: who has seen earlier ones must take them all anew. */
  get halvings(): number {
    return this.#halvings;
  }

  /** Steps that every thread has reported; a later one would look like a dip. */
  get count(): number {
    const reportedMs = [...this.#reportedMs.values()];
    if (reportedMs.length === 0) return 0;
    const newestMs = Math.max(...reportedMs);
    if (this.#isOver) return Math.ceil(newestMs / this.stepMs);
    const oldestMs = reportedMs.length < this.#threads ? 0 : Math.min(...reportedMs);
    // A thread that died or hangs holds the others up for a second only.
    return Math.floor((Math.max(oldestMs, newestMs - secondMs) + earlyMs) / this.stepMs);
  }

  /** Threads report about once a second, drift, and come late when they stood still: what they counted is spread over the time in which they did. */
  add(interval: LoadInterval, { good }: Pick<LoadTally, 'good'>): void {
    const fromMs = this.#reportedMs.get(interval.thread) ?? 0;
    const toMs = Math.max(fromMs + 1, interval.atMs);
    this.#reportedMs.set(interval.thread, toMs);
    while (toMs > stepsMax * this.stepMs) this.#halve();
    const { offered, acknowledged, aborted, inDoubt, declined, dropped, errors } = interval;
    const achieved = acknowledged + aborted + inDoubt + declined;
    const classes = Object.entries(errors).map(([name, count]) => [`error:${name}`, count] as const);
    const counts = [...Object.entries({ offered, achieved, good, inDoubt, dropped }), ...classes];
    const { responseTimeMsP50: p50, responseTimeMsP99: p99, responseTimeMsP999: p999 = null } = interval;
    for (let step = Math.floor(fromMs / this.stepMs); step * this.stepMs < toMs; step += 1) {
      const withinMs = Math.min(toMs, (step + 1) * this.stepMs) - Math.max(fromMs, step * this.stepMs);
      for (const [name, count] of counts) addTo(this.#counts, name, step, (count * withinMs) / (toMs - fromMs));
      if (withinMs < (toMs - fromMs) / 2 && withinMs < secondMs / 2) continue;
      for (const [name, duration] of Object.entries({ p50, p99, p999 })) this.#keepLongest(name, step, duration);
    }
  }

  /** No thread reports any more. */
  end(): void {
    this.#isOver = true;
  }

  /** Names of the error classes that came, in order. */
  errorClasses(): readonly string[] {
    const names = [...this.#counts.keys()].filter((name) => name.startsWith('error:'));
    return names.map((name) => name.slice('error:'.length)).sort();
  }

  /** Per second, or milliseconds. */
  cells(from = 0): Readonly<Record<string, Cells>> {
    const { count } = this;
    const length = Math.max(0, count - from);
    const rates = [...this.#counts].map(([name, sums]) => {
      const rate = (_each: unknown, index: number): number => rounded((sums[from + index] ?? 0) / this.#stepSeconds);
      return [name, Array.from({ length }, rate)] as const;
    });
    const durations = [...this.#durations].map(([name, cells]) => {
      const cell = (_each: unknown, index: number): number | null => threeDigits(cells[from + index] ?? null);
      return [name, Array.from({ length }, cell)] as const;
    });
    return Object.fromEntries([...rates, ...durations]);
  }

  #keepLongest(name: string, step: number, duration: number | null): void {
    const cells = this.#durations.get(name) ?? [];
    this.#durations.set(name, cells);
    cells[step] = longer(cells[step] ?? null, duration);
  }

  #halve(): void {
    this.#stepSeconds *= 2;
    this.#halvings += 1;
    for (const [name, sums] of this.#counts)
      this.#counts.set(
        name,
        pairsOf(sums, (left, right) => (left ?? 0) + (right ?? 0)),
      );
    for (const [name, cells] of this.#durations)
      this.#durations.set(
        name,
        pairsOf(cells, (left, right) => longer(left ?? null, right ?? null)),
      );
  }
}

function addTo(columns: Map<string, number[]>, name: string, step: number, count: number): void {
  const sums = columns.get(name) ?? [];
  columns.set(name, sums);
  sums[step] = (sums[step] ?? 0) + count;
}

function longer(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

function pairsOf<Cell>(cells: readonly Cell[], merge: (left?: Cell, right?: Cell) => Cell): Cell[] {
  const length = Math.ceil(cells.length / 2);
  return Array.from({ length }, (_each, index) => merge(cells[2 * index], cells[2 * index + 1]));
}

function rounded(rate: number): number {
  return Math.round(rate * 10) / 10;
}

function threeDigits(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(3));
}
