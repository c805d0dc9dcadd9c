/** A known truth: a rehearsal whose result is known beforehand or by independent means, and what of it is compared with what paystorm measured. */
import type { JournalEvent } from '../../model/journal.js';
import type { RunRecord } from '../../model/run-record.js';
import type { Endpoint } from '../../model/topology.js';

export interface TruthCase {
  /** Short, in kebab-case: how `--only` names it. */
  readonly name: string;
  /** What is known, and from where: a whole sentence. */
  readonly truth: string;
  /** One rehearsal each, as scenario text. */
  readonly scenarios: readonly string[];
  readonly compare: (rehearsed: readonly Rehearsed[]) => readonly Comparison[];
}

export interface Rehearsed {
  readonly record: RunRecord;
  readonly events: readonly JournalEvent[];
  /** What a plain client saw that wrote beside the load, by node: the longest time between two of its answers. */
  readonly witnessGapMs: Readonly<Record<string, number>>;
  /** What plain SQL found in the payment table of each node, after the load and before the servers ended: amounts by payment id. */
  readonly payments: Readonly<Record<string, ReadonlyMap<number, number>>>;
}

export type ComparedUnit = 'ms' | 'payments' | 'minor units' | '';

export interface Comparison {
  readonly what: string;
  readonly truth: number;
  /** Null when paystorm said nothing. */
  readonly measured: number | null;
  /** Largest error that counts as agreement; 0 for what is counted. */
  readonly tolerance: number;
  readonly unit: ComparedUnit;
}

export function isMet({ truth, measured, tolerance }: Comparison): boolean {
  return measured !== null && Math.abs(measured - truth) <= tolerance;
}

/** How the runner reaches the servers of a rehearsal while they stand. */
export interface Standing {
  readonly nodes: readonly Endpoint[];
  readonly schema: string;
}

export const probeIntervalMs = 20;
/** What the length of an outage may be off by: a probe at its end, and the wake-up of everybody concerned. */
export const outageToleranceMs = probeIntervalMs + 25;
