/** Backups of a node's data, taken while it serves, and what was found when they were restored and read. */
import type { AuditCategoryCount, LedgerAudit } from './audit.js';
import type { Clock } from './clock.js';
import type { Interval } from './recovery.js';
import type { Endpoint } from './topology.js';

/**
 * How a backup reads. snapshot: everything as of one moment, while clients go on. locked: as of one moment, while writes wait until it
 * is done. unguarded: table after table as they are when their turn comes, which holds together only where nothing is written.
 */
export const backupReadings = ['snapshot', 'locked', 'unguarded'] as const;
export type BackupReading = (typeof backupReadings)[number];

export interface BackupOrder {
  readonly id: string;
  readonly node: string;
  readonly reads: BackupReading;
  /** From now until it must end by itself, whoever is left to end it. */
  readonly boundMs: number;
  readonly clock: Clock;
}

/** Facts about a backup. Times are on the plan's axis. */
export interface TakenBackup {
  readonly id: string;
  readonly node: string;
  readonly reads: BackupReading;
  readonly startedMs: number;
  /** What had been acknowledged by then was on the node when it began to read; null when the node was too far behind to tell. */
  readonly appliedMs: number | null;
  /** Within which its moment lies; null when it never began to read, or nobody saw it. */
  readonly snapshot: Interval | null;
  /** Null when nobody saw its end. */
  readonly endedMs: number | null;
  readonly bytes: number;
  /** Why there is nothing to restore, as its tool said; null when the tool called it done. */
  readonly failure: string | null;
}

/** A server of its own that holds a backup and nothing else. Disposing it ends the server and deletes its data. */
export interface RestoredBackup extends AsyncDisposable {
  readonly endpoint: Endpoint;
  readonly tookMs: number;
  /** Why not all of the backup could be restored; null when it could. */
  readonly refusal: string | null;
}

/** Backups of the nodes that paystorm started, in the cluster's private directory. */
export interface Backups {
  /** Does nothing for one that was begun already. Rejects when there is no room, or it cannot be begun. */
  begin(order: BackupOrder): Promise<void>;
  /** Whether it has begun to read and was not ended. It may be done. */
  isBegun(id: string): Promise<boolean>;
  /** Ends it where it is not done, and then keeps nothing of it but the facts. Idempotent, and works in another process. */
  end(id: string): Promise<void>;
  /** All that were begun, in order. */
  taken(): Promise<readonly TakenBackup[]>;
  /** Rejects when there is no server to restore into. */
  restore(id: string, options: { readonly clock: Clock }): Promise<RestoredBackup>;
}

/** What reading a restored backup showed. */
export interface ReadBackup {
  readonly taken: TakenBackup;
  readonly restoreTookMs: number | null;
  /** What is wrong with the backup as a whole; null when nothing is, or nobody could try. */
  readonly refusal: string | null;
  /** Why nobody could try; null when somebody did. */
  readonly obstacle: string | null;
  /** Against what was acknowledged when it was taken: in doubt is whatever was under way then, unexpected what was only sent later. */
  readonly audit: LedgerAudit | null;
}

/** What is known of a backup in the end. */
export interface BackupResult extends ReadBackup {
  /** Name of the fault that took it. */
  readonly fault: string;
  /** Payments that had to be in it and are not; those that the cluster itself has lost are told as lost there, and not here. Null when nobody could look. */
  readonly missing: AuditCategoryCount | null;
}
