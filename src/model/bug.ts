/**
 * The port of a planted bug: one way in which a simulated database breaks its word. It decides by seed and payment, never by the order
 * of arrival, it changes only what its port hands it, and it must know exactly whom it harmed: reports are measured against that.
 */
import type { z } from 'zod';
import type { AuditCategory } from './audit.js';

export type SimulatedValue = string | number | null;
export type SimulatedRow = Readonly<Record<string, SimulatedValue>>;

/** A row as it is after the transaction. */
export interface RowWrite {
  readonly table: string;
  readonly row: SimulatedRow;
  /** An insert is refused where a key of it is taken; anything else takes the place of the row with its primary key. */
  readonly isInsert: boolean;
}

/** Rows that appear together, on some nodes, now or later. */
export interface Effect {
  readonly writes: readonly RowWrite[];
  readonly nodes: readonly string[];
  readonly delayMs: number;
  /** Told once. Not taken place: a key was taken, or the node died before its time had come. */
  readonly onEnd: (hasTakenPlace: boolean) => void;
}

/** `nothing`: the connection is cut. */
export type CommitAnswer = 'committed' | 'nothing' | { readonly errno: number; readonly message: string };

/** What a COMMIT is about to do. An honest one has one effect, on every node, at once, and then says so. */
export interface CommitPlan {
  readonly node: string;
  /** Null when the transaction posts no payment. */
  readonly payment: CommittedPayment | null;
  readonly effects: readonly Effect[];
  readonly answer: CommitAnswer;
}

export interface CommittedPayment {
  readonly id: number;
  readonly amount: number;
  /** When the client began this attempt, on the plan's axis. */
  readonly sentMs: number;
  readonly attempt: number;
}

/** What a server that was down is about to do. */
export interface StartPlan {
  readonly node: string;
  readonly atMs: number;
  /** How long it takes until it listens. */
  readonly lateMs: number;
  /** When, after that, it stops answering again, and for how long. */
  readonly relapses: readonly { readonly afterMs: number; readonly forMs: number }[];
}

export interface SimulatedRead {
  readonly node: string;
  readonly table: string;
  readonly row: SimulatedRow;
  readonly atMs: number;
}

export interface AppliedChange {
  readonly nodes: readonly string[];
  readonly table: string;
  readonly before: SimulatedRow | undefined;
  readonly after: SimulatedRow;
  readonly atMs: number;
}

/** One thing that is wrong because of a bug, in the words of the audit that should find it. */
export interface Harm {
  /** `passing`: wrong only while the load went on, and whole in the end. */
  readonly category: AuditCategory | 'passing';
  readonly payment: number | null;
  readonly account: number | null;
  /** Minor units concerned, absolute. */
  readonly money: number;
  /** Where it can be seen. */
  readonly nodes: readonly string[];
}

/** What a bug has planted in one cluster. All times are on the plan's axis. */
export interface PlantedBug {
  atCommit?(plan: CommitPlan): CommitPlan;
  /** The row that a read of one row gets to see; null for none. */
  atRead?(read: SimulatedRead): SimulatedRow | null;
  atStart?(plan: StartPlan): StartPlan;
  /** Whether the node answers reads of whole tables with an error. */
  refusesSnapshots?(node: string, atMs: number): boolean;
  /** Whether the node is now on its own and takes writes all the same. */
  isSplit?(node: string, atMs: number): boolean;
  onApplied?(change: AppliedChange): void;
  /** All rows of a node gave way to a copy of another's. */
  onCopied?(node: string): void;
  /** Everything it has harmed until now, and that has not healed since. */
  harm(): readonly Harm[];
}

export interface BugSite {
  readonly nodes: readonly string[];
  /** Whether the bug is awake at this time of the plan. */
  isActive(atMs: number): boolean;
  /** Whether this payment is among the share that the seed has chosen, and sent while the bug is awake. */
  isHit(payment: CommittedPayment, share: number): boolean;
}

export interface BugKind<Settings = unknown> {
  readonly kind: string;
  readonly summary: string;
  readonly settings: z.ZodType<Settings>;
  /** For the plan: "loses 1 % of the payments it has acknowledged". */
  describe(settings: Settings): string;
  /** Nodes that the settings name and the target must have. */
  mentions?(settings: Settings): readonly string[];
  plant(settings: Settings, site: BugSite): PlantedBug;
}

/** A bug as a scenario plants it; data, because it goes to another thread. */
export interface BugSettings {
  readonly kind: string;
  readonly settings: unknown;
  readonly fromMs: number;
  /** Null: until the end. */
  readonly toMs: number | null;
}

/** What a simulated cluster writes down about itself when it ends. */
export interface SimulatedTruth {
  readonly seed: number;
  readonly bugs: readonly { readonly bug: string; readonly harm: readonly Harm[] }[];
  /** When a node did not answer, on the plan's axis; `toMs` is null where it never came back. */
  readonly outages: readonly { readonly node: string; readonly fromMs: number; readonly toMs: number | null }[];
}
