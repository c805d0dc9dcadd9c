/** Makes the directory of a new cluster and every server's data in it; starts nothing yet. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../model/clock.js';
import type { Capability } from '../model/topology.js';
import type { ClusterFile, ClusterFileNode } from './cluster-file.js';
import { ClusterRecord } from './cluster-record.js';
import { isNetworked, openNetwork } from './network/node-network.js';
import { copyTemplate, openTemplate, serverUser, type DataTemplate } from './data-directory.js';
import { makeOwnClock } from './machine/own-clock.js';
import { makeOwnDisk } from './machine/own-disk.js';
import { identifySelf } from './process-identity.js';
import { ServerFleet } from './server-fleet.js';
import { findServerAccount, giveTo, makeSureOfPassage, passageMode } from './server-user.js';
import { openStateDirectory } from './state-directory.js';

export type ServerSpec = Omit<ClusterFileNode, 'process' | 'wakeUpCall'>;

export interface CreateFleetOptions {
  readonly topology: string;
  readonly settings: unknown;
  readonly servers: readonly ServerSpec[];
  /** Those that do not belong to it from the start. */
  readonly absent?: readonly string[];
  readonly isKept: boolean;
  readonly runDirectory: string | null;
  readonly clock: Clock;
  readonly needs?: readonly Capability[];
}

/** The cluster's directory stays with the calling user; only the data in it goes to the account that servers run as. */
export async function createFleet(options: CreateFleetOptions): Promise<ServerFleet> {
  const state = await openStateDirectory();
  const account = await findServerAccount();
  if (account !== null) await makeSureOfPassage(account, state.clusters);
  const template = await openTemplate(state);
  const id = randomBytes(4).toString('hex');
  const record = new ClusterRecord(join(state.clusters, id), await describe(id, template, options));
  const fleet = new ServerFleet(record, options.clock);
  await mkdir(record.directory, { mode: passageMode() });
  await orDestroyed(fleet, async () => {
    await record.write();
    if (isNetworked(options.needs)) {
      await record.change({ network: await openNetwork(record.directory, options.servers, options.clock) });
    }
    for (const { name } of options.servers) {
      const data = await makeRoom(fleet.dataOf(name), options.needs ?? []);
      await copyTemplate(template, data);
      if (account !== null) await giveTo(account, data);
    }
  });
  return fleet;
}

/** Of a fleet that could not be made, or started, nothing is left. */
export async function orDestroyed(fleet: ServerFleet, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    await fleet.destroy();
    throw error;
  }
}

/** Resolves to where the data are to be put. */
async function makeRoom(data: string, needs: readonly Capability[]): Promise<string> {
  if (needs.includes('own-clock')) await makeOwnClock(data);
  return needs.includes('own-disk') ? makeOwnDisk(data) : data;
}

async function describe(id: string, template: DataTemplate, options: CreateFleetOptions): Promise<ClusterFile> {
  const { topology, settings, servers, absent = [], isKept, runDirectory, clock } = options;
  return {
    id,
    topology,
    settings,
    createdAt: clock.wallClockIso(),
    owner: isKept ? null : await identifySelf(),
    runDirectory,
    primary: null,
    absent,
    user: serverUser,
    password: template.password,
    nodes: servers.map((server) => ({ ...server, process: null, wakeUpCall: null })),
  };
}
