/** What a rehearsal is told: what to play, where to write it down, and what it may do. */
import type { JournalEvent } from '../model/journal.js';
import type { LoadInterval } from '../model/load-interval.js';
import type { LoadTally } from '../model/load-tally.js';
import type { Plan } from '../model/plan.js';
import type { Catalog } from '../model/registry.js';
import type { Cluster } from '../model/topology.js';

export interface RehearseOptions {
  readonly plan: Plan;
  readonly catalog: Catalog;
  readonly directory: string;
  readonly command: readonly string[];
  readonly mayCreateSchema: boolean;
  /** Whether its faults may act on what paystorm did not start. */
  readonly mayExecute?: boolean;
  /** A target that others use may be rehearsed on. */
  readonly isSharingAllowed: boolean;
  /** Leaves the servers running for a later look. */
  readonly isKept: boolean;
  readonly signal: AbortSignal;
  /** Called before each injection; may abort the signal. */
  readonly lookForStop?: (() => void) | undefined;
  readonly onProgress: (text: string) => void;
  /** Of what nobody guards against on a target that others run; told as progress when left out. */
  readonly onWarning?: (text: string) => void;
  readonly onEvent: (event: JournalEvent) => void;
  /** What each thread counted in each second; must not throw. */
  readonly onTally?: ((tally: LoadTally, interval: LoadInterval) => void) | undefined;
  /** Lives beside the rehearsal, from before the load until after the ledger was read back: a second, independent look at the servers. */
  readonly accompany?: (cluster: Cluster) => Promise<AsyncDisposable>;
}
