/** Finds and ends the clusters whose owner died: by process id and start time, never by name. */
import type { Clock } from '../model/clock.js';
import { findClusters, type FoundCluster } from './cluster-file.js';
import { ServerFleet } from './server-fleet.js';
import { openStateDirectory } from './state-directory.js';

export async function listClusters(): Promise<readonly FoundCluster[]> {
  return findClusters(await openStateDirectory());
}

/** Resolves to the clusters it ended. */
export async function removeLeftovers(clock: Clock): Promise<readonly FoundCluster[]> {
  const leftovers = (await listClusters()).filter((cluster) => cluster.isLeftover);
  for (const { directory } of leftovers) {
    const fleet = await ServerFleet.attach(directory, clock);
    await fleet.destroy();
  }
  return leftovers;
}
