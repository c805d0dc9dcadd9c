/** Builds the catalog: everything a scenario can name, found by its kind. */
import { createFaultRegistry } from '../kit/fault-registry.js';
import { createRegistry } from '../kit/registry.js';
import type { BugKind } from '../model/bug.js';
import type { CheckKind } from '../model/check.js';
import type { Engine } from '../model/engine.js';
import type { Flavor } from '../model/flavor.js';
import type { OperationKind } from '../model/operation.js';
import type { Catalog } from '../model/registry.js';
import type { ReporterKind } from '../model/reporter.js';
import type { ShapeKind } from '../model/shape.js';
import type { TopologyKind } from '../model/topology.js';
import * as bugs from './bugs/index.js';
import * as checks from './checks/index.js';
import * as engines from './engines/index.js';
import * as faults from './faults/index.js';
import * as flavors from './flavors/index.js';
import * as operations from './operations/index.js';
import * as reporters from './reporters/index.js';
import * as shapes from './shapes/index.js';
import * as topologies from './topologies/index.js';

export function createCatalog(): Catalog {
  return {
    topologies: createRegistry<TopologyKind>(topologies),
    flavors: createRegistry<Flavor>(flavors),
    operations: createRegistry<OperationKind>(operations),
    shapes: createRegistry<ShapeKind>(shapes),
    engines: createRegistry<Engine>(engines),
    faults: createFaultRegistry(faults),
    checks: createRegistry<CheckKind>(checks),
    bugs: createRegistry<BugKind>(bugs),
    reporters: createRegistry<ReporterKind>(reporters),
  };
}
