/** Options that every server of paystorm's own shares: its private place, small in memory, durable on disk, and nothing that resolves names. */
import { join } from 'node:path';
import { findServerAccount } from './server-user.js';

export interface ServerSizing {
  readonly connectionsMax: number;
}

/** For what nobody counts in advance: topologies and observers, and what piles up while a server hangs. */
const connectionsReserve = 150;

export function baseServerOptions({ connectionsMax }: ServerSizing): readonly string[] {
  return [
    '--skip-name-resolve',
    '--skip-networking=OFF',
    `--max-connections=${connectionsMax + connectionsReserve}`,
    '--innodb-buffer-pool-size=128M',
    '--innodb-log-file-size=16M',
    '--innodb-flush-log-at-trx-commit=1',
    '--key-buffer-size=1M',
    '--aria-pagecache-buffer-size=1M',
    '--performance-schema=OFF',
    '--table-open-cache=400',
    '--innodb-fast-shutdown=2',
    '--log-warnings=1',
  ];
}

export interface ServerPlace {
  readonly host: string;
  readonly port: number;
}

/** Where one server's data and doors are; read first, because only the first option may say that no configuration file is. */
export async function placeOptions({ host, port }: ServerPlace, data: string): Promise<readonly string[]> {
  const account = await findServerAccount();
  return [
    '--no-defaults',
    ...(account === null ? [] : [`--user=${account.name}`]),
    dataOption(data),
    `--socket=${socketOf(data)}`,
    `--pid-file=${join(data, 'server.pid')}`,
    `--bind-address=${host}`,
    `--port=${port}`,
  ];
}

/** By which a server is known that nobody has written down. */
export function dataOption(data: string): string {
  return `--datadir=${data}`;
}

export function socketOf(data: string): string {
  return join(data, 'server.sock');
}
