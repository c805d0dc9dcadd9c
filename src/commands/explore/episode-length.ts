/** About how long an episode takes, so that somebody who waits for an exploration knows how many fit into its time. */
import type { Plan } from '../../model/plan.js';
import type { Catalog } from '../../model/registry.js';

/** Beside its load: servers started and ended, the ledger filled and read back, as it took on two cores. */
const serversMs = 20_000;
const readingMs = 3_000;

export function episodeMsOf({ durationMs, scenario }: Plan, catalog: Catalog): number {
  const topology = catalog.topologies.get(scenario.target.topology);
  const isServers = topology.kind !== 'simulated' && topology.capabilities.includes('kill');
  return durationMs + (isServers ? serversMs : readingMs);
}
