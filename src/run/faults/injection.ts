/** What an injection is made of: the fault of the catalog, its place in the plan, what it was aimed at, and for which run. */
import type { FaultKind, FaultTargets } from '../../model/fault.js';
import type { ScheduledFault } from '../../model/plan.js';
import type { Cluster } from '../../model/topology.js';

export interface FaultSite {
  readonly cluster: Cluster;
  readonly runId: string;
  readonly journalDirectory: string;
  /** How servers that others run can be reached again; goes into leases only. */
  readonly targetSettings?: unknown;
  /** How many of so many members all faults of the run together may break at the same time; any number when left out. */
  readonly nodesAtOnceMax?: (members: number) => number;
  /** Asked before each injection: throws a ToolError when nothing may be broken now. */
  readonly mayInject?: () => void;
}

export interface Injection {
  readonly kind: FaultKind;
  readonly scheduled: ScheduledFault;
  readonly targets: FaultTargets;
  readonly site: FaultSite;
}
