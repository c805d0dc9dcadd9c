/** Finds and ends the clusters whose owner died: by process id and start time, never by name. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../model/clock.js';
import { findClusters, isDescribed, type FoundCluster } from './cluster-file.js';
import { ServerFleet } from './server-fleet.js';
import { openStateDirectory } from './state-directory.js';

export async function listClusters(): Promise<readonly FoundCluster[]> {
  return findClusters(await openStateDirectory());
}

/** Whatever takes longer to make than this is not being made any more. */
const makingMsMax = 10 * 60_000;

/** Resolves to the clusters it ended. What was never finished goes, too. */
export async function removeLeftovers(clock: Clock): Promise<readonly FoundCluster[]> {
  await removeUnfinished(Date.parse(clock.wallClockIso()));
  const leftovers = (await listClusters()).filter((cluster) => cluster.isLeftover);
  for (const { directory } of leftovers) {
    const fleet = await ServerFleet.attach(directory, clock);
    await fleet.destroy();
  }
  return leftovers;
}

/** Folders of clusters that died before they were described, and templates that died before they were whole. */
async function removeUnfinished(nowMs: number): Promise<void> {
  const { root, clusters } = await openStateDirectory();
  const folders = [
    ...(await readdir(clusters)).map((name) => join(clusters, name)).filter((folder) => !isDescribed(folder)),
    ...(await readdir(root)).filter((name) => /^template-\w+\.\w+$/u.test(name)).map((name) => join(root, name)),
  ];
  for (const folder of folders) {
    const found = await stat(folder).catch(() => null);
    if (found !== null && nowMs - found.mtimeMs > makingMsMax) await rm(folder, { recursive: true, force: true });
  }
}
