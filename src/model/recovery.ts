/** How the service lived through one fault: the milestones of the definitions, each with its error. */

/** Faults that follow each other this closely are one incident, such as a replication stop and the kill it prepares: they share a baseline and an end. */
export const togetherMs = 1_000;

/** Fewer arrivals before a fault tell no normal that it could be measured against. */
export const baselineArrivalsMin = 1_000;

/** A goodput ratio counts as normal from this share of the baseline on. */
export const normalShare = 0.99;

/** Payments acknowledged this shortly before a fault are the ones at risk. */
export const justBeforeFaultMs = 5_000;

/** A measured instant or length with its half width; `isCensored`: at least this much, because observation ended first. */
export interface Measured {
  readonly valueMs: number;
  readonly errorMs: number;
  readonly isCensored: boolean;
}

export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** An outage or a brownout; its length is known to this error, half of it at each edge or all of it at one. */
export interface Stretch extends Interval {
  readonly errorMs: number;
}

/** How much of the answered payments one node served, before an operation and after it; null where there were none at all. */
export interface ServedShare {
  readonly node: string;
  readonly beforeRatio: number | null;
  readonly afterRatio: number | null;
  /** From the begin of the operation to the first payment that it answered; null for a node that served before, or never did. */
  readonly firstAnswerMs: Measured | null;
}

/** Something that was done on purpose, and promised to hurt nobody. */
export interface PlannedOperation {
  /** Nothing undoes it. */
  readonly stays: boolean;
  /** From its begin until its effect was seen. */
  readonly tookMs: Measured | null;
  readonly served: readonly ServedShare[];
}

export interface FaultRecovery {
  readonly fault: string;
  readonly kind: string;
  readonly label: string;
  readonly sentence: string;
  /** Absent for what went wrong by itself. */
  readonly planned?: PlannedOperation;
  readonly nodes: readonly string[];
  /** Bracket of the injection; verified is null when the effect was never observed. */
  readonly injection: {
    readonly issuedMs: number;
    readonly verifiedMs: number | null;
    /** On the first of several nodes, where each shows it for itself; `verifiedMs` is then that of the last. */
    readonly firstVerifiedMs?: number;
  };
  readonly heal: { readonly startedMs: number; readonly verifiedMs: number | null } | null;
  /** Why nothing can be said, null when it can. */
  readonly inconclusive: string | null;
  readonly baseline: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly arrivals: number;
    readonly goodputRatio: number;
  } | null;
  /** Null where the milestone did not occur (no impact) or cannot be said. */
  readonly timeToImpactMs: Measured | null;
  /** The system shows that it knows: membership, failover, route. */
  readonly timeToDetectMs: Measured | null;
  /** The first client got an error that says that a node does not serve. */
  readonly timeToDetectByClientsMs: Measured | null;
  /** 0 when payments never stopped entirely. */
  readonly timeToFirstSuccessMs: Measured | null;
  /** 0 when no arrival suffered. */
  readonly recoveryTimeMs: Measured | null;
  readonly timeToSteadyStateMs: Measured | null;
  /** Null for a single server. */
  readonly timeToFullRedundancyMs: Measured | null;
  readonly outages: readonly Stretch[];
  readonly brownouts: readonly Stretch[];
  /** Outages and brownouts after the heal. */
  readonly healOutages: readonly Stretch[];
  readonly healBrownouts: readonly Stretch[];
  /** From heal start until goodput was back for good, which it never is before the heal is verified; 0 when the heal hurt nobody, null when it cannot be said. */
  readonly healOutageMs: Measured | null;
  /** Why the observation after the heal is too short to tell, null when it is not, or when nothing was observed after it. */
  readonly healInconclusive: string | null;
  /** Good arrivals missing against baseline, and as seconds of full outage. The errors are what chance makes of the baseline's failures, with 95 % confidence. */
  readonly unavailabilityMass: {
    readonly arrivals: number;
    readonly arrivalsError: number;
    readonly fullOutageSeconds: number;
    readonly fullOutageSecondsError: number;
  } | null;
  /** Longest stretch without a successful probe write on each node within the fault's window. */
  readonly nodeOutages: readonly {
    readonly node: string;
    readonly outageMs: Measured | null;
    readonly firstSuccessMs: number | null;
  }[];
  readonly zones: readonly ZoneView[];
  /** The connection of the pool that was without an answer for longest; null when none failed. */
  readonly worstConnection: { readonly connection: number; readonly outageMs: Measured } | null;
}

/** What the customers of one zone met. */
export interface ZoneView {
  readonly zone: string;
  /** Their longest outage from the injection until the end of the observation; null where none came from there. */
  readonly outageMs: Measured | null;
  /** Until the fault was healed: who came, and how many of them were served well. */
  readonly arrivals: number;
  readonly good: number;
  /** Attempts in that time that a server answered by saying that it does not serve, or takes no writes. */
  readonly refused: number;
}
