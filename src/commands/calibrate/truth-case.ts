/** A known truth: a rehearsal whose result is known beforehand or by independent means, and what of it is compared with what paystorm measured. */
import type { Anomaly } from '../../model/anomaly.js';
import type { JournalEvent } from '../../model/journal.js';
import type { Interval } from '../../model/recovery.js';
import type { RunRecord } from '../../model/run-record.js';

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
  /** Stretches in which hardly any arrival was served. */
  readonly outages: readonly Interval[];
  /** Allowed ones too; null when none were searched for. */
  readonly anomalies: readonly Anomaly[] | null;
  /** What clients were told, by payment id. */
  readonly acknowledged: ReadonlyMap<number, Told>;
  /** What a plain client saw that wrote beside the load, by node: the longest time between two of its answers from injection to heal. */
  readonly witnessGapMs: Readonly<Record<string, number>>;
  /** What plain SQL found in the payment table of each node, after the load and before the servers ended. */
  readonly payments: Readonly<Record<string, FoundPayments>>;
}

/** Amounts by payment id; null where the node could not be asked. */
export type FoundPayments = ReadonlyMap<number, number> | null;

export interface Told {
  /** When the acknowledgement reached the client, on the plan's axis. */
  readonly atMs: number;
  readonly amount: number;
}

export type ComparedUnit = 'ms' | 'payments' | 'minor units' | '';

export interface Comparison {
  readonly what: string;
  /** Null when nobody could learn it. */
  readonly truth: number | null;
  /** Null when paystorm said nothing. */
  readonly measured: number | null;
  /** Largest error that counts as agreement; 0 for what is counted. */
  readonly tolerance: number;
  readonly unit: ComparedUnit;
}

export function isMet({ truth, measured, tolerance }: Comparison): boolean {
  return truth !== null && measured !== null && Math.abs(measured - truth) <= tolerance;
}

const probeIntervalMs = 20;
/** What the length of an outage may be off by: a probe at its end, and the wake-up of everybody concerned. */
export const outageToleranceMs = probeIntervalMs + 25;
