/** What the journal says, derived once and handed to every check and gate. */
import type { BankTotal, ConsistencyFacts } from './anomaly.js';
import type { LedgerAudit } from './audit.js';
import type { BackupResult } from './backup.js';
import type { RunHeader } from './journal.js';
import type { FaultRecovery } from './recovery.js';
import type { InstrumentHealth, LoadTotals, Series } from './run-record.js';

export interface Evidence {
  readonly header: RunHeader;
  readonly finish: 'completed' | 'interrupted' | 'aborted' | 'thread-died' | 'killed';
  /** The latest audit; null when the ledger was never read back. */
  readonly audit: LedgerAudit | null;
  readonly arrivals: ArrivalTable;
  readonly totals: LoadTotals;
  readonly series: Series;
  readonly recoveries: readonly FaultRecovery[];
  readonly instrument: InstrumentHealth;
  /** Null when the journal does not say what transactions saw. */
  readonly consistency: ConsistencyFacts | null;
  readonly bankTotals: readonly BankTotal[];
  readonly backups: readonly BackupResult[];
}

/** Final outcome of every arrival, by index in intended order; columns share the length `count`. */
export interface ArrivalTable {
  readonly count: number;
  readonly intendedStartMs: Float64Array;
  /** Response time of the final answer in ms; NaN where there was none. */
  readonly responseTimeMs: Float32Array;
  readonly serviceTimeMs: Float32Array;
  /** Position in `outcomes`; 255 where the journal has no record. */
  readonly outcome: Uint8Array;
  readonly operation: Uint8Array;
  readonly zone: Uint8Array;
  readonly node: Uint8Array;
  /** 1 where the answer was acknowledged (or a correct decline) within the deadline and the audit did not withdraw it. */
  readonly isGood: Uint8Array;
}
