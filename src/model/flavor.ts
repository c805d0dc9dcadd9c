/** The port of a database flavor: how it is recognised, how its errors are read, how it tells its health, how it is read strongly. */
import type { ErrorClass, Outcome } from './outcome.js';
import type { ClaimSettings, Sending } from './scenario.js';

/** One row of an error table. `atCommit` counts for autocommit writes too. Rows are matched in order; a row with a sqlstate or message matches only that. */
export interface ErrorRow {
  readonly errno: number;
  readonly sqlstate?: string;
  readonly message?: RegExp;
  readonly errorClass: ErrorClass;
  readonly beforeCommit: Extract<Outcome, 'aborted' | 'in-doubt'>;
  readonly atCommit: Extract<Outcome, 'aborted' | 'in-doubt' | 'acknowledged'>;
  /** Whether the connection is gone or must be given up. */
  readonly endsConnection: boolean;
}

/** What a health query said. */
export interface NodeHealth {
  readonly state: NodeState;
  /** The member's own words, such as "Donor/Desynced" or "read_only=ON". */
  readonly detail: string;
  /** Members that this node sees, null where the flavor has no membership. */
  readonly clusterSize: number | null;
  /** Identity of the membership view, null where the flavor has none. */
  readonly viewId: string | null;
  readonly replicaLagMs: number | null;
  /** Of a replica: what its source does arrives, and is applied. Left out of who follows nobody, or may not say. */
  readonly isReplicating?: boolean;
}

/** The lanes of the report. Unknown is who answers and may not tell. */
export const nodeStates = [
  'serving',
  'read-only',
  'not-ready',
  'joining',
  'donating',
  'hung',
  'down',
  'absent',
  'unknown',
] as const;
export type NodeState = (typeof nodeStates)[number];

/** Reads rows by name from one connection; the only thing a flavor knows of a database driver. */
export type Query = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** How the role that takes writes is moved in order, as an operator would. */
export interface Switchover {
  /** In this order; empty where SQL cannot do it. */
  readonly statements: readonly { readonly on: 'old-primary' | 'new-primary'; readonly sql: string }[];
  /** What else it takes, a whole sentence. */
  readonly note: string;
}

export interface Flavor {
  readonly kind: string;
  readonly summary: string;
  /** True when the server behind `query` is of this flavor. `version` is `@@version`. Most specific flavors are asked first. */
  detect(version: string, query: Query): Promise<boolean>;
  readonly specificity: number;
  readonly errors: readonly ErrorRow[];
  health(query: Query): Promise<NodeHealth>;
  /** Statements that make the following reads of this session see everything acknowledged before. */
  readonly strongRead: readonly string[];
  readonly switchover: Switchover;
  /** What its maker promises of a cluster with default settings. */
  readonly claims: ClaimSettings & { readonly source: string };
  /** Ways of sending a payment that it can carry; all where it is left out. */
  readonly sendings?: readonly Sending[];
  /** Durability and isolation settings worth printing beside every result, by name. */
  settings(query: Query): Promise<Readonly<Record<string, string>>>;
}
