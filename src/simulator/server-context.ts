/** What every session of a simulated cluster shares. */
import type { SimulatedRow } from '../model/bug.js';
import type { Clock } from '../model/clock.js';
import type { Commits } from './commits.js';
import type { Locks } from './locks.js';
import type { SimulatedNode } from './node.js';
import type { PlantedBugs } from './planted-bugs.js';
import type { Store } from './store.js';

export interface ServerContext {
  readonly clock: Clock;
  readonly latencyMs: number;
  readonly connectionsMax: number;
  readonly locks: Locks;
  readonly commits: Commits;
  readonly bugs: PlantedBugs;
  /** Now, on the plan's axis; before anybody has told the time, long ago. */
  readonly planMs: () => number;
  /** The stores that what is defined on this node is defined in. */
  readonly storesOf: (node: SimulatedNode) => readonly Store[];
  /** Nodes that cannot talk to each other do not know of each other's locks either. */
  readonly scopeOf: (node: SimulatedNode) => string;
  readonly onStatement: () => void;
  readonly onRow: (table: string, row: SimulatedRow) => void;
}
