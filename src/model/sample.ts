/** A sample: what one run or several leave behind so that others can be compared with them, small enough to be kept for years. A baseline is a sample under a name. */

export const baselineVersion = 1;

/** What `baselines/NAME.json` holds. Nothing in it changes but when what was measured changes. */
export interface Baseline extends Sample {
  readonly version: number;
}

export interface Sample {
  readonly toolVersion: string;
  /** What was rehearsed: each setting by its path. Gates are left out: they judge and measure nothing. */
  readonly scenario: Facts;
  /** Where: machine, servers, topology. */
  readonly environment: Facts;
  readonly runs: readonly SampleRun[];
}

/** Where runs of one sample differ, all their values, one after the other. */
export type Facts = Readonly<Record<string, string>>;

export interface Difference {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

export interface SampleRun {
  readonly runId: string;
  readonly seed: number;
  /** Why its times, rates and shares count for nothing; null when they do. */
  readonly doubt: string | null;
  readonly measures: RunMeasures;
}

/** What one run came to. Keys are gates without a limit, such as `response_time.p99 during spike`; `during run` is the whole run without its warm-up. */
export interface RunMeasures {
  readonly figures: Readonly<Record<string, Figure>>;
  /** Why there is no figure, by key. */
  readonly unmeasured: Readonly<Record<string, string>>;
  /** Whoever is not answered waits for this long at least. */
  readonly deadlineMs: number;
  readonly scheduleLag: ScheduleLag;
  /** Stretches of the measured load, in order. Left out where so many runs stand together that each is one value among many. */
  readonly blocks?: readonly LoadBlock[];
}

/** How late the generator itself was, in the worst hundredth of a second's arrivals: part of every response time, and nobody's service. */
export interface ScheduleLag {
  /** In the middle one of the seconds. */
  readonly typicalMs: number;
  readonly worstMs: number;
}

/** In the unit of its metric; `atLeast`: how much more was not seen. */
export type Figure = number | { readonly atLeast: number };

/** A tenth of a phase: so long that what happens in one tells little of what happens in the next. */
export interface LoadBlock {
  readonly phase: string;
  readonly lengthMs: number;
  readonly arrivals: number;
  readonly good: number;
  readonly inDoubt: number;
  /** Ended in the block. */
  readonly attempts: number;
  readonly errors: number;
  /** Arrivals that no correct answer came for. */
  readonly unanswered: number;
  /** Response times of the others, as `kit/time-buckets` writes them. */
  readonly times: string;
}

/** One figure of some runs, and the blocks of those runs in its scope: what it takes to weigh it. */
export interface HeldFigures {
  readonly figures: readonly Figure[];
  /** Runs that hold none; left out where all do. */
  readonly missing?: number;
  readonly blocks: readonly LoadBlock[];
  readonly deadlineMs: number;
  /** Of the run in which it was largest. */
  readonly scheduleLag: ScheduleLag;
}

export function figureValue(figure: Figure): number {
  return typeof figure === 'number' ? figure : figure.atLeast;
}
