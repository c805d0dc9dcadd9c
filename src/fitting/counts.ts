/** What was counted in production: how much came in each of equally long steps. */

export interface Counts {
  /** Wall clock of the first step, milliseconds since 1970. */
  readonly startMs: number;
  readonly stepMs: number;
  /** Everything that came, step by step. */
  readonly totals: Float64Array;
  /** Of these, what is known of single operations; empty where only totals were counted. */
  readonly byOperation: ReadonlyMap<string, Float64Array>;
}

export function durationOf({ totals, stepMs }: Pick<Counts, 'totals' | 'stepMs'>): number {
  return totals.length * stepMs;
}

export function sumOf(values: Float64Array, from = 0, to = values.length): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += values[at] as number;
  return sum;
}
