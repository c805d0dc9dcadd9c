/** Makes the function that the timeline calls to inject a fault of the catalog into one cluster. */
import type { Registry } from '../../model/registry.js';
import type { FaultKind } from '../../model/fault.js';
import type { Inject } from '../play-timeline.js';
import { injectFault } from './inject-fault.js';
import type { FaultSite } from './injection.js';

export function createInjector(faults: Registry<FaultKind>, site: FaultSite): Inject {
  return (scheduled, context) => injectFault(faults.get(scheduled.kind), scheduled, site, context);
}
