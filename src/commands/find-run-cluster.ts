/** Finds the servers of a stored run where they still stand: by the run's folder, or, when that was moved, by the run that their ledger names. */
import type { FoundCluster } from '../host/cluster-file.js';
import { listClusters } from '../host/leftovers.js';
import { ServerFleet } from '../host/server-fleet.js';
import { createSystemClock } from '../kit/clock.js';
import { readRunIds } from '../ledger/find-ids.js';
import type { RunHeader } from '../model/journal.js';
import { connect } from '../mysql/connect.js';

const connectTimeoutMs = 1_000;

export async function findRunCluster(directory: string, header: RunHeader): Promise<FoundCluster | null> {
  const clusters = (await listClusters()).filter(({ file }) => file.topology === header.topology);
  const served = clusters.find(({ file }) => file.runDirectory === directory);
  if (served !== undefined) return served;
  for (const cluster of clusters) if (await holds(cluster, header)) return cluster;
  return null;
}

async function holds({ directory }: FoundCluster, { runId, plan }: RunHeader): Promise<boolean> {
  const fleet = await ServerFleet.attach(directory, createSystemClock());
  for (const endpoint of fleet.endpoints) {
    try {
      await using connection = await connect(endpoint, { connectTimeoutMs, database: plan.scenario.ledger.schema });
      return (await readRunIds(connection)).includes(runId);
    } catch {
      // A node that is down, or holds no ledger, says nothing about the others.
    }
  }
  return false;
}
