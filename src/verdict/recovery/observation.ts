/** Everything the recovery rules look at, derived once from the journal. */
import type { ArrivalTable } from '../../model/evidence.js';
import type { Catalog } from '../../model/registry.js';
import type { InstrumentHealth } from '../../model/run-record.js';
import type { AttemptTable } from '../attempt-columns.js';
import type { JournalFacts } from '../read-journal.js';
import type { Goodput } from './goodput.js';
import type { ProbeLaneFacts } from './probe-answers.js';

export interface Observation {
  readonly facts: JournalFacts;
  readonly arrivals: ArrivalTable;
  readonly attempts: AttemptTable;
  readonly goodput: Goodput;
  readonly lanes: readonly ProbeLaneFacts[];
  readonly instrument: InstrumentHealth;
  /** Arrivals scheduled later are not known well enough to be judged. */
  readonly observedUntilMs: number;
  readonly faultKinds: Catalog['faults'];
}
