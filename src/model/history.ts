/**
 * What transactions saw and made, in columns: the input of every search for anomalies. The ledger numbers the versions of each
 * account itself, so the order of writes is known and never has to be guessed.
 */

/** Order is the encoding in `TransactionColumns.end`. */
export const transactionEnds = ['committed', 'aborted', 'unknown', 'lost'] as const;

/**
 * committed: the client was told so. aborted: certainly without effect. unknown: it may have taken effect.
 * lost: the client was told that it committed, and the ledger proved later that it has not lasted.
 */
export type TransactionEnd = (typeof transactionEnds)[number];

/** Order is the encoding in `AccessColumns.kind`, and in the journal: append only. */
export const accessKinds = ['write', 'plain-read', 'locking-read', 'predicate-read', 'update'] as const;

/**
 * write: made this version. plain-read: saw this version, as of the transaction's snapshot. locking-read: saw it and kept others from
 * changing it. predicate-read: a search that found this version, or, with a version before the first, that did not find it.
 * update: a locking read of the version before this one, and then a write of this one (in the journal only).
 */
export type AccessKind = (typeof accessKinds)[number];

export interface Access {
  readonly kind: AccessKind;
  readonly account: number;
  /** 0: as opened, before any payment. */
  readonly version: number;
  /** Balance in minor units, NaN where it was not recorded. It tells apart transactions that made the same version. */
  readonly balance: number;
}

/** Accesses stand in the order in which the transaction made them. */
export interface HistoryTransaction {
  /** Transactions of one session follow each other in the order of the history. */
  readonly session: number;
  /** Position in the run's nodes. */
  readonly node: number;
  /** When the client began and when it had its answer, on the plan's axis. */
  readonly startMs: number;
  readonly endMs: number;
  readonly end: TransactionEnd;
  readonly accesses: readonly Access[];
}

export interface TransactionColumns {
  readonly count: number;
  readonly session: Int32Array;
  readonly node: Uint8Array;
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  readonly end: Uint8Array;
  /** Position of the first access; one more entry than transactions. */
  readonly firstAccess: Uint32Array;
}

export interface AccessColumns {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly account: Uint32Array;
  readonly version: Int32Array;
  readonly balance: Float64Array;
}

export interface History {
  readonly transactions: TransactionColumns;
  readonly accesses: AccessColumns;
  /** On the plan's axis: transactions that the history does not hold began later, and reads that ended later may have seen them. */
  readonly completeUntilMs: number;
  /** Account → since when, on the plan's axis, somebody in doubt may have changed it whose client never heard what he made. */
  readonly doubtfulFromMs: ReadonlyMap<number, number>;
}
