/** The result of a run as versioned JSON: all that reporters and other tools may know. Every number has its unit in its name; times are ms on the plan's axis. */
import type { ToldAnomaly } from './anomaly-story.js';
import type { BackupResult } from './backup.js';
import type { BufferStory } from './buffer.js';
import type { Question } from './question.js';
import type { Environment } from './environment.js';
import type { NodeState } from './flavor.js';
import type { HeatMap } from './heat-map.js';
import type { HotAccounts } from './hot-account.js';
import type { ScheduledPhase } from './plan.js';
import type { Percentiles } from './percentiles.js';
import type { PhaseLoad } from './phase-load.js';
import type { Reconciliation } from './reconciliation.js';
import type { FaultRecovery, Interval } from './recovery.js';
import type { RunMeasures } from './sample.js';
import type { Scenario } from './scenario.js';
import type { ClusterNotice } from './topology.js';
import type { Verdict } from './verdict.js';

export const runRecordVersion = 1;

export interface RunRecord {
  readonly version: number;
  readonly toolVersion: string;
  readonly runId: string;
  readonly startedAt: string;
  readonly finish: 'completed' | 'interrupted' | 'aborted' | 'thread-died' | 'killed';
  readonly isSimulated: boolean;
  readonly command: readonly string[];
  readonly scenario: Scenario;
  readonly scenarioHash: string;
  readonly verdict: Verdict;
  readonly exitCode: number;
  /** Why the verdict is what it is, most important first, whole sentences. */
  readonly reasons: readonly string[];
  readonly answers: Readonly<Record<Question, Answer>>;
  readonly evidenceGrade: {
    readonly grade: 'none' | 'smoke' | 'gate' | 'audit';
    readonly faultEvents: number;
    readonly sentence: string;
  };
  readonly gates: readonly GateResult[];
  readonly checks: readonly CheckResult[];
  /** Of the load that was driven: shorter than the plan when the run was cut. */
  readonly durationMs: number;
  readonly plannedDurationMs: number;
  readonly phases: readonly ScheduledPhase[];
  readonly recoveries: readonly FaultRecovery[];
  readonly notices: readonly ClusterNotice[];
  readonly totals: LoadTotals;
  readonly latency: readonly LatencyRow[];
  readonly phaseLoads: readonly PhaseLoad[];
  /** Null where no payment was sent; absent in older records. */
  readonly hotAccounts?: HotAccounts | null;
  /** Left out where every payment posted all of its entries itself. */
  readonly bufferedPosting?: BufferStory;
  readonly series: Series;
  /** Null where nothing was answered; absent in older records. */
  readonly heatMap?: HeatMap | null;
  readonly nodes: readonly NodeLane[];
  readonly reconciliation: Reconciliation | null;
  /** Left out where none was taken. */
  readonly backups?: readonly BackupResult[];
  readonly instrument: InstrumentHealth;
  /** What other runs are compared with; absent in older records. */
  readonly measures?: RunMeasures;
  readonly environment: Environment;
}

export interface Answer {
  /** `undecided`: it was put to the test, and what was seen does not tell; `not-tested`: it was not, for want of a fault or of a ledger to read. */
  readonly status: 'met' | 'not-met' | 'undecided' | 'not-tested';
  /** A whole sentence with its number, unit and objective. */
  readonly sentence: string;
}

export interface GateResult {
  readonly gate: string;
  readonly name: string | null;
  readonly scope: string;
  readonly observed: string;
  readonly observedValue: number | null;
  readonly limit: string;
  readonly limitValue: number | null;
  /** Distance to the limit as a share of it, positive when inside; null where it has no meaning. */
  readonly marginRatio: number | null;
  readonly verdict: Verdict;
  readonly isWarning: boolean;
  /** Names what must not come true: reaching it stops the run. */
  readonly isStopGate: boolean;
  readonly reason: string;
}

export interface CheckResult {
  readonly check: string;
  readonly question: Question;
  readonly isDataViolation: boolean;
  readonly verdict: Verdict;
  /** Passed only because the scenario claims no better of its target. */
  readonly isAllowed?: boolean;
  readonly statement: string;
  readonly count: number;
  readonly money: number | null;
  readonly examples: readonly string[];
  /** Of the checks that look into the history; absent in older records. */
  readonly anomalies?: readonly ToldAnomaly[];
}

export interface LoadTotals {
  readonly arrivals: number;
  readonly issued: number;
  readonly good: number;
  readonly outcomes: {
    readonly acknowledged: number;
    readonly aborted: number;
    readonly inDoubt: number;
    readonly declined: number;
    readonly dropped: number;
    readonly unrecorded: number;
  };
  readonly dropped: Readonly<Record<string, number>>;
  /** Attempts that ended with an error, by class. */
  readonly errors: Readonly<Record<string, number>>;
  readonly attempts: number;
  readonly retries: number;
  /** HTTP status of an API → attempts that it ended as no success; absent where there were none. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** What all attempts and settlements sent to the target; null where nobody counted, missing in older records. */
  readonly statements?: number | null;
  /** Good over scheduled arrivals, warm-up excluded. Gates on availability look at this one. */
  readonly availabilityRatio: number | null;
  /** Share of the measured time that was no outage, warm-up excluded. No gate looks at it. */
  readonly timeAvailabilityRatio: number | null;
  readonly errorBudget: { readonly dailyShareAt9999: number | null; readonly yearlyShareAt9999: number | null };
}

export interface LatencyRow {
  /** Operation kind, or "all". */
  readonly operation: string;
  readonly count: number;
  readonly responseTimeMs: Percentiles | null;
  readonly serviceTimeMs: Percentiles | null;
}

/** Columns of equal length, one value per step; null where nothing was measured in the step. */
export interface Series {
  readonly stepMs: number;
  readonly timeMs: readonly number[];
  readonly offeredPerSecond: readonly number[];
  /** Completed attempts by completion time. */
  readonly achievedPerSecond: readonly number[];
  /** Good arrivals by intended start. */
  readonly goodPerSecond: readonly number[];
  readonly responseTimeMsP50: readonly (number | null)[];
  readonly responseTimeMsP99: readonly (number | null)[];
  readonly responseTimeMsP999: readonly (number | null)[];
  readonly errorsPerSecond: Readonly<Record<string, readonly number[]>>;
  readonly inDoubtPerSecond: readonly number[];
  readonly droppedPerSecond: readonly number[];
}

export interface NodeLane {
  readonly node: string;
  readonly zone: string;
  readonly states: readonly {
    readonly state: NodeState;
    readonly fromMs: number;
    readonly toMs: number;
    readonly detail: string;
  }[];
  /** Stretches without a successful probe write. */
  readonly probeOutages: readonly Interval[];
  readonly replicaLagMsMax: number | null;
  /** As it was told, each value until the next; left out where no lag was ever told, absent in older records. */
  readonly replicaLag?: LagSteps;
}

/** Columns of equal length; null where the node did not know its lag. */
export interface LagSteps {
  readonly timeMs: readonly number[];
  readonly lagMs: readonly (number | null)[];
}

export interface InstrumentHealth {
  readonly isHealthy: boolean;
  readonly problems: readonly string[];
  readonly eventLoopDelayMsMax: number;
  readonly garbageCollectionMs: number;
  readonly scheduleLagMsP99: number | null;
  readonly scheduleLagMsMax: number | null;
  readonly generatorLate: number;
  readonly rssBytesMax: number;
}
