/** The payments between what clients were told and what the ledger says: which are there, lost, or were invisible for a while. */
import type { AttemptedCounts, LedgerAudit } from './audit.js';

/** The payments' way from attempt to ledger. What would have to be read on the authority is null when that could not be read. */
export interface Reconciliation {
  readonly attempted: AttemptedCounts;
  /** Payments that were due and that nobody could send; absent in older records. */
  readonly neverSent?: number;
  readonly acknowledgedPresent: number | null;
  readonly lost: LostPayments | null;
  readonly acknowledgedJustBeforeFault: number;
  /** One for each fault after which a node took writes again. */
  readonly firstLooks: readonly FirstLookResult[];
  /** Without a record in a cut journal counts as in doubt. */
  readonly inDoubtPresent: number | null;
  readonly inDoubtAbsent: number | null;
  readonly audit: LedgerAudit;
}

/** What was acknowledged shortly before a fault, asked for as soon as it was served again. */
export interface FirstLookResult {
  readonly fault: string;
  readonly node: string;
  readonly atMs: number;
  readonly lookedFor: number;
  /** Absent then, present in the end; null where the ledger could not be read in the end. */
  readonly temporarilyInvisible: { readonly count: number; readonly payments: readonly number[] } | null;
}

export interface LostPayments {
  readonly count: number;
  readonly money: number;
  readonly oldestAgeMs: number | null;
  readonly payments: readonly LostPayment[];
}

export interface LostPayment {
  readonly payment: number;
  readonly operation: string;
  readonly amount: number;
  readonly acknowledgedMs: number | null;
  /** Injection that took it minus acknowledgement; negative when acknowledged after it. */
  readonly ageMs: number | null;
  readonly foundOn: readonly string[];
}
