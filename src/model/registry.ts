/** What the catalog hands to the stages: every kind a scenario can name, found by its name. */
import type { BugKind } from './bug.js';
import type { CheckKind } from './check.js';
import type { Engine } from './engine.js';
import type { FaultKind } from './fault.js';
import type { Flavor } from './flavor.js';
import type { OperationKind } from './operation.js';
import type { ReporterKind } from './reporter.js';
import type { ShapeKind } from './shape.js';
import type { TopologyKind } from './topology.js';

export interface Registry<Kind> {
  /** By name. */
  readonly all: readonly Kind[];
  has(kind: string): boolean;
  /** Throws an internal error for an unknown kind: names from outside are checked while decoding. */
  get(kind: string): Kind;
}

export interface Catalog {
  readonly topologies: Registry<TopologyKind>;
  readonly flavors: Registry<Flavor>;
  readonly operations: Registry<OperationKind>;
  readonly shapes: Registry<ShapeKind>;
  readonly engines: Registry<Engine>;
  readonly faults: Registry<FaultKind>;
  readonly checks: Registry<CheckKind>;
  readonly bugs: Registry<BugKind>;
  readonly reporters: Registry<ReporterKind>;
}
