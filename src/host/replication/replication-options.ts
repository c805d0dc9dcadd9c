/** The options of servers that replicate from a primary: durable binary logs, positions by GTID, read-only until told otherwise. */
import { findFreePorts } from '../free-port.js';
import { networkAddress } from '../network/node-network.js';
import { baseServerOptions, type ServerSizing } from '../server-options.js';
import type { ServerSpec } from '../create-fleet.js';

export const replicationModes = ['asynchronous', 'semi-synchronous'] as const;
export type ReplicationMode = (typeof replicationModes)[number];

const loopback = '127.0.0.1';
/** In a network of its own every port is free. */
const usualPort = 3306;

export interface ReplicationSettings {
  readonly nodes: readonly { readonly name: string; readonly zone: string }[];
  /** How long a semi-synchronous primary waits for a receipt before it goes on without any. */
  readonly semiSyncTimeoutMs: number;
}

export async function replicationServers(
  { nodes, semiSyncTimeoutMs }: ReplicationSettings,
  sizing: ServerSizing,
  isNetworked: boolean,
): Promise<readonly ServerSpec[]> {
  const ports = await findFreePorts(loopback, nodes.length);
  return nodes.map((node, index) => ({
    ...node,
    ...(isNetworked
      ? { host: networkAddress(index), port: usualPort }
      : { host: loopback, port: ports[index] as number }),
    args: [
      ...baseServerOptions(sizing),
      `--server-id=${index + 1}`,
      `--log-bin=${node.name}-bin`,
      '--binlog-format=ROW',
      '--sync-binlog=1',
      '--gtid-strict-mode=ON',
      '--log-slave-updates=ON',
      '--skip-slave-start',
      '--read-only=ON',
      '--slave-parallel-threads=4',
      '--slave-parallel-mode=optimistic',
      '--slave-net-timeout=10',
      `--rpl-semi-sync-master-timeout=${semiSyncTimeoutMs}`,
    ],
  }));
}
