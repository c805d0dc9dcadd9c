/** The description of a running cluster on disk: enough for another process to find, heal, stop or read it. */
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeNetwork } from './network/node-network.js';
import type { ProcessIdentity } from './process-identity.js';
import { stateOfProcess } from './process-identity.js';
import type { StateDirectory } from './state-directory.js';

export interface ClusterFile {
  readonly id: string;
  readonly topology: string;
  /** What the topology's schema decoded. */
  readonly settings: unknown;
  readonly createdAt: string;
  /** The process that ends it; null for a cluster that is kept. */
  readonly owner: ProcessIdentity | null;
  /** Folder of the run that used it last, so that its ledger can be read back later. */
  readonly runDirectory: string | null;
  /** The node that took writes last, where only one does. */
  readonly primary: string | null;
  /** Nodes that do not belong to the cluster now: they have not joined yet, or were removed. Absent where that never changes. */
  readonly absent?: readonly string[];
  /** Where traffic is moved from one side to another; absent before it begins. */
  readonly cutover?: CutoverState;
  readonly user: string;
  readonly password: string;
  readonly nodes: readonly ClusterFileNode[];
  /** Absent where the servers share the machine's network. */
  readonly network?: NodeNetwork;
}

export interface CutoverState {
  /** `switching` and `returning`: neither side takes writes, and the old one will again; while it says `switching`, the new one may still be said to. */
  readonly side: 'from' | 'switching' | 'returning' | 'to';
  /** The last transaction of the old side, by its GTID; null until it took no more. */
  readonly position: string | null;
}

export interface ClusterFileNode {
  readonly name: string;
  readonly zone: string;
  readonly host: string;
  readonly port: number;
  readonly args: readonly string[];
  readonly process: ProcessIdentity | null;
  /** What would let the server go on if nobody else did, while it is paused. */
  readonly wakeUpCall: ProcessIdentity | null;
}

const fileName = 'cluster.json';

export async function writeClusterFile(directory: string, file: ClusterFile): Promise<void> {
  const path = join(directory, fileName);
  await writeFile(`${path}.new`, JSON.stringify(file, null, 2), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Whether there is a description, readable or not. */
export function isDescribed(directory: string): boolean {
  return existsSync(join(directory, fileName));
}

export async function readClusterFile(directory: string): Promise<ClusterFile> {
  return JSON.parse(await readFile(join(directory, fileName), 'utf8')) as ClusterFile;
}

export interface FoundCluster {
  readonly directory: string;
  readonly file: ClusterFile;
  /** Its owner died and nobody asked to keep it. */
  readonly isLeftover: boolean;
}

export async function findClusters(state: StateDirectory): Promise<readonly FoundCluster[]> {
  const names = await readdir(state.clusters);
  const found = await Promise.all(names.map((name) => inspect(join(state.clusters, name))));
  return found.filter((each) => each !== null);
}

async function inspect(directory: string): Promise<FoundCluster | null> {
  const file = await readClusterFile(directory).catch(() => null);
  if (file === null) return null;
  const isLeftover = file.owner !== null && (await stateOfProcess(file.owner)) === 'down';
  return { directory, file, isLeftover };
}
