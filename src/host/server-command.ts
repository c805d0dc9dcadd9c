/** How a server is called: its place, its own options, and the network that it has for itself, where it has one. By its call it is found again. */
import type { ClusterFileNode } from './cluster-file.js';
import { findMariadb } from './find-mariadb.js';
import { withinAsCaller, type Command } from './network/namespace.js';
import { findProcesses, type ProcessIdentity } from './process-identity.js';
import { dataOption, placeOptions } from './server-options.js';

export interface ServerCall {
  readonly data: string;
  /** Holds its network; undefined where it shares the machine's. */
  readonly anchor: ProcessIdentity | undefined;
  /** For this time only. */
  readonly args: readonly string[];
}

export async function serverCommand(node: ClusterFileNode, { data, anchor, args }: ServerCall): Promise<Command> {
  const { server } = await findMariadb();
  const command: Command = [server, ...(await placeOptions(node, data)), ...node.args, ...args];
  return anchor === undefined ? command : withinAsCaller(anchor, command);
}

/** Whoever started them: one at most, unless something went wrong. */
export function serversOn(data: string): Promise<readonly ProcessIdentity[]> {
  return findProcesses((args) => args.includes(dataOption(data)));
}
