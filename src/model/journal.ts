/** The journal: the only hand-over from running to judging. Attempts and probes are fixed-width binary; everything else is an event, one JSON object a line. */
import type { LoadInterval } from './load-interval.js';
import type { FaultTargets } from './fault.js';
import type { NodeState } from './flavor.js';
import type { DropReason, Outcome } from './outcome.js';
import type { Step } from './operation.js';
import type { BankTotal } from './anomaly.js';
import type { BufferLooks } from './buffer.js';
import type { LedgerAudit } from './audit.js';
import type { ReadBackup } from './backup.js';
import type { Environment } from './environment.js';
import type { Plan } from './plan.js';
import type { Interval } from './recovery.js';
import type { ClusterNotice, NodeName, Route } from './topology.js';

export const journalVersion = 1;

/** One try of one arrival, or the reason why it was never sent. Times are milliseconds on the plan's axis (0 = first phase starts). */
export interface Attempt {
  readonly arrival: number;
  /** 1 for the first try; 0 for a dropped arrival. */
  readonly attempt: number;
  readonly operation: number;
  readonly zone: number;
  /** Position of the node in `run-started.nodes`; 255 when no connection was had. */
  readonly node: number;
  readonly connection: number;
  readonly outcome: Outcome;
  readonly dropReason: DropReason;
  readonly step: Step;
  readonly errno: number;
  /** Whether a further attempt of the same arrival follows. */
  readonly isRetried: boolean;
  /** Whether it was the first on its connection. */
  readonly opensSession: boolean;
  /** Of a question for a payment: whether it was said to be there. Null for anything else, and in journals of older versions. */
  readonly found: boolean | null;
  readonly intendedStartMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** One probe in so many opens a connection of its own, so that a node that serves old connections and takes no new ones is noticed. */
export const freshProbeEvery = 10;

/** One small write on one node, outside the load. */
export interface ProbeSample {
  readonly node: number;
  readonly outcome: 'written' | 'refused' | 'failed' | 'timeout';
  readonly errno: number;
  readonly intendedStartMs: number;
  readonly endMs: number;
  /** It had to connect before it could write. */
  readonly isFresh?: boolean;
}

/** What a file of records holds at its end, so that one that is missing, cut or altered later is noticed. */
export interface FileSeal {
  readonly file: string;
  readonly records: number;
  /** CRC-32 over all records. */
  readonly crc32: number;
}

/** `atMs` is on the plan's axis and negative before the first phase. */
export type JournalEvent =
  | { readonly kind: 'run-started'; readonly atMs: number; readonly run: RunHeader }
  | { readonly kind: 'load-started'; readonly atMs: number; readonly wallClock: string }
  | { readonly kind: 'phase-started'; readonly atMs: number; readonly phase: string }
  | { readonly kind: 'interval'; readonly atMs: number; readonly interval: LoadInterval }
  | {
      readonly kind: 'instrument';
      readonly atMs: number;
      readonly eventLoopDelayMsMax: number;
      readonly garbageCollectionMs: number;
      readonly rssBytes: number;
    }
  | {
      readonly kind: 'node-state';
      /** When the look began. */
      readonly atMs: number;
      /** The change came after the look before began, and before this one ended; absent in older journals. */
      readonly between?: Interval;
      readonly node: string;
      readonly state: NodeState;
      readonly detail: string;
      readonly clusterSize: number | null;
      readonly replicaLagMs: number | null;
    }
  | ({ readonly kind: 'route-changed'; readonly atMs: number } & Route)
  | { readonly kind: 'notice'; readonly atMs: number; readonly notice: ClusterNotice }
  | {
      readonly kind: 'fault-injecting';
      readonly atMs: number;
      readonly fault: string;
      readonly faultKind: string;
      readonly targets: FaultTargets;
      readonly sentence: string;
      /** For a planned operation: whether it is undone by a heal. */
      readonly planned?: 'stays' | 'undone';
    }
  | {
      readonly kind: 'fault-injected';
      readonly atMs: number;
      readonly fault: string;
      readonly issuedMs: number;
      /** On every target. */
      readonly verifiedMs: number;
      /** On the first of several targets, where each shows it for itself. */
      readonly firstVerifiedMs?: number;
    }
  /** Payments acknowledged shortly before a fault, asked for where it was served again first. */
  | {
      readonly kind: 'first-look';
      readonly atMs: number;
      /** The fault. */
      readonly after: string;
      readonly node: string;
      readonly lookedFor: number;
      /** Payments that were not there, by number: that of the arrival, unless the client is naive. */
      readonly absent: readonly number[];
    }
  | { readonly kind: 'fault-ineffective'; readonly atMs: number; readonly fault: string; readonly reason: string }
  | {
      readonly kind: 'fault-healing';
      readonly atMs: number;
      readonly fault: string;
      /** Wall clock, ISO 8601, where only time ends it: waited for at most until then. */
      readonly endsBy?: string;
    }
  | {
      readonly kind: 'fault-healed';
      readonly atMs: number;
      readonly fault: string;
      readonly startedMs: number;
      readonly verifiedMs: number;
      /** The run itself, its watchdog after its death, or a later command. */
      readonly by: 'run' | 'watchdog' | 'heal';
    }
  | { readonly kind: 'heal-failed'; readonly atMs: number; readonly fault: string; readonly reason: string }
  | { readonly kind: 'gate-breached'; readonly atMs: number; readonly gate: string; readonly observed: string }
  | {
      readonly kind: 'load-finished';
      readonly atMs: number;
      readonly reason: 'completed' | 'interrupted' | 'aborted' | 'thread-died';
      /** What a thread died of. */
      readonly death?: string;
    }
  /** Nothing is written into these files any more. Journals of older versions, of killed runners and of dead threads lack it. */
  | { readonly kind: 'files-sealed'; readonly atMs: number; readonly files: readonly FileSeal[] }
  | { readonly kind: 'total-read'; readonly atMs: number; readonly read: BankTotal }
  /** What the job that posts buffered credits has seen and done since it last told. */
  | { readonly kind: 'buffer-posted'; readonly atMs: number; readonly looks: BufferLooks }
  | { readonly kind: 'redundant-again'; readonly atMs: number }
  | { readonly kind: 'audited'; readonly atMs: number; readonly audit: LedgerAudit }
  | { readonly kind: 'backup-read'; readonly atMs: number; readonly reading: ReadBackup }
  | { readonly kind: 'trouble'; readonly atMs: number; readonly text: string }
  /** The last line of a journal that could not be written any further, when there was room for it. */
  | { readonly kind: 'journal-broken'; readonly atMs: number; readonly reason: string }
  | { readonly kind: 'run-finished'; readonly atMs: number };

export interface RunHeader {
  readonly journalVersion: number;
  readonly toolVersion: string;
  readonly runId: string;
  readonly runTag: number;
  readonly wallClock: string;
  readonly command: readonly string[];
  readonly plan: Plan;
  readonly topology: string;
  readonly flavor: string;
  readonly isSimulated: boolean;
  readonly nodes: readonly NodeName[];
  /** Kinds in the order that `Attempt.operation` refers to. */
  readonly operations: readonly string[];
  readonly environment: Environment;
}
