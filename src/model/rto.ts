/** The record of a repetition study: one scenario rehearsed many times, each time varied, and what all of them together can claim. Versioned JSON. */
import type { Environment } from './environment.js';
import type { Question } from './question.js';
import type { Measured } from './recovery.js';
import type { Answer, RunRecord } from './run-record.js';
import type { StudiedRun, StudyRecord } from './study.js';
import type { Verdict } from './verdict.js';

export const rtoRecordVersion = 1;

/** What `rto.json` holds. It is written after each repetition, so that a study can be continued. */
export interface RtoRecord extends StudyRecord {
  /** Faults strike up to this much later than the scenario says. */
  readonly phaseWindowMs: number;
  /** Conclusive repetitions asked for. */
  readonly wanted: number;
  /** Whole repetitions in order, conclusive or not. */
  readonly repetitions: readonly Repetition[];
  /** Repetitions that were cut short: moved aside and done again. */
  readonly cut: readonly CutRepetition[];
  /** Machines and servers, each that differed from the others once; absent in studies of earlier versions. */
  readonly environments?: readonly StudyEnvironment[];
  /** Only where stored runs were put together, and none was played for the study. */
  readonly pooled?: PooledRuns;
  readonly findings: StudyFindings;
}

export interface PooledRuns {
  readonly sources: readonly PooledSource[];
  /** What was not the same throughout; whole sentences. */
  readonly differences: readonly string[];
}

export interface PooledSource {
  readonly repetition: number;
  readonly runId: string;
  readonly toolVersion: string;
  readonly scenarioHash: string;
}

export interface StudyEnvironment {
  readonly environment: Environment;
  /** Numbers of the repetitions that were played there. */
  readonly repetitions: readonly number[];
}

/** How one repetition differs from the scenario: a pure function of scenario, seed and number. */
export interface Variation {
  /** From 1. */
  readonly repetition: number;
  /** How much later than in the scenario every fault strikes. */
  readonly phaseShiftMs: number;
  /** Seed of the load and its contents. */
  readonly seed: number;
  readonly victims: readonly Victim[];
}

export interface Victim {
  readonly fault: string;
  /** A role, or whatever a fault aims at that cannot be rotated, stays as the scenario has it. */
  readonly by: 'node' | 'zone' | 'as-written';
  /** The node or zone; for a victim as written, the fault's own words. */
  readonly aim: string;
}

export interface Repetition extends StudiedRun {
  readonly variation: Variation;
  /** The run's own, the first few. */
  readonly reasons: readonly string[];
  /** Why it does not count, null when it does. */
  readonly inconclusive: string | null;
  readonly recoveries: readonly RepetitionRecovery[];
  readonly answers: Readonly<Record<Question, Answer>>;
  /** Null when the ledger was never read back. */
  readonly payments: { readonly acknowledged: number; readonly lost: number; readonly lostMoney: number } | null;
  readonly serverVersions: readonly string[];
}

export interface RepetitionRecovery {
  readonly fault: string;
  /** Whom the fault hit. */
  readonly nodes: readonly string[];
  readonly injectedMs: number;
  readonly baseline: { readonly arrivals: number; readonly goodputRatio: number } | null;
  readonly recoveryTimeMs: Measured | null;
  /** The longest stretch without service until the heal, 0 when there was none; absent in studies of earlier versions. */
  readonly outageMs?: Measured | null;
  /** From the heal until goodput was back for good. */
  readonly healOutageMs: Measured | null;
  /** Until every member served in its role again; absent in studies of earlier versions. */
  readonly fullRedundancyMs?: Measured | null;
  readonly inconclusive: string | null;
}

export interface CutRepetition {
  readonly repetition: number;
  readonly folder: string;
  readonly verdict: Verdict | null;
  /** What the part that ran would have ended with; null when nothing can be judged. */
  readonly exitCode: number | null;
}

export interface StudyFindings {
  readonly verdict: Verdict;
  readonly exitCode: number;
  /** Why, most important first. */
  readonly reasons: readonly string[];
  /** Repetitions that count: N. */
  readonly conclusive: number;
  readonly inconclusive: number;
  readonly grade: RunRecord['evidenceGrade'];
  /** In the scenario's order. */
  readonly faults: readonly FaultFindings[];
  readonly objective: {
    readonly limitMs: number | null;
    readonly status: ObjectiveStatus;
  };
  readonly loss: LossFindings;
  /** One sentence that an auditor may quote. */
  readonly quote: string;
  /** What the number of repetitions allows to say, and what it does not; whole sentences. */
  readonly can: readonly string[];
  readonly cannot: readonly string[];
}

/** `undecided`: an error bar reaches across the objective, a heal was not watched for long enough, or nothing was measured. */
export type ObjectiveStatus = 'met' | 'not-met' | 'undecided' | 'none';

/** Over the conclusive repetitions. */
export interface FaultFindings {
  readonly fault: string;
  readonly count: number;
  /** Recoveries of which only a lower bound is known. */
  readonly censored: number;
  readonly maximum: Measured | null;
  readonly median: Measured | null;
  /** Distribution-free; null when there are too few repetitions for one. */
  readonly medianInterval: {
    readonly confidence: number;
    readonly lowerRank: number;
    readonly upperRank: number;
    readonly lower: Measured;
    readonly upper: Measured;
  } | null;
  /** Probability that the maximum is at least the quantile. */
  readonly coverage: { readonly p90: number; readonly p95: number };
}

export interface LossFindings {
  /** Conclusive repetitions with a fault whose answer on data loss was tested: the ledger was read back, and not too much was in doubt. */
  readonly judged: number;
  /** Of all repetitions, those in which payments were lost. */
  readonly withLoss: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly lostMoney: number;
  /** Below this lies the probability of loss per fault event with 95 % confidence; null when loss was seen or nothing was judged. */
  readonly probabilityBound: number | null;
  readonly sentence: string;
}
