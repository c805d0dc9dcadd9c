/** Restores a backup as one would after the worst: into a server that has never seen the data, by the client that everybody uses. */
import { messageOf } from '../../kit/error.js';
import type { RestoredBackup } from '../../model/backup.js';
import type { Clock } from '../../model/clock.js';
import type { Endpoint } from '../../model/topology.js';
import { createFleet } from '../create-fleet.js';
import { findMariadb } from '../find-mariadb.js';
import { findFreePorts } from '../free-port.js';
import { runProgram } from '../run-program.js';
import type { ServerFleet } from '../server-fleet.js';
import { baseServerOptions } from '../server-options.js';
import { dumpIn, isWhole } from './backup-file.js';
import { clientArgs, clientEnvironment } from './dump-process.js';

const host = '127.0.0.1';
const startTimeoutMs = 60_000;
const restoreTimeoutMs = 30 * 60_000;
/** Whoever reads it back uses several. */
const connectionsMax = 20;

export interface RestoreOptions {
  /** Of the backup. */
  readonly folder: string;
  /** What the server is called: as the node that the backup was taken of. */
  readonly node: string;
  readonly clock: Clock;
}

export async function restoreBackup({ folder, node, clock }: RestoreOptions): Promise<RestoredBackup> {
  const fleet = await freshServer(node, clock);
  const startedMs = clock.nowMs();
  try {
    const refusal = (await isWhole(folder))
      ? await feed(dumpIn(folder), fleet, node)
      : 'it breaks off before its last line, which would say that it is complete';
    return {
      endpoint: fleet.endpoint(node),
      tookMs: clock.nowMs() - startedMs,
      refusal,
      [Symbol.asyncDispose]: () => fleet.destroy(),
    };
  } catch (error) {
    await fleet.destroy();
    throw error;
  }
}

/** Nobody pays on it, so it need not survive a loss of power. */
async function freshServer(name: string, clock: Clock): Promise<ServerFleet> {
  const [port] = await findFreePorts(host, 1);
  const args = [...baseServerOptions({ connectionsMax }), '--innodb-flush-log-at-trx-commit=0'];
  const fleet = await createFleet({
    topology: 'single',
    settings: { nodes: [{ name, zone: 'a' }], flush_log_at_commit: 0 },
    servers: [{ name, zone: 'a', host, port: port as number, args }],
    isKept: false,
    runDirectory: null,
    clock,
  });
  try {
    await fleet.start(name, {
      isReady: async (query) => (await query('SELECT 1')).length === 1,
      timeoutMs: startTimeoutMs,
    });
    return fleet;
  } catch (error) {
    await fleet.destroy();
    throw error;
  }
}

/** Resolves to what the client says when it does not get through; null when it does. Rejects when the server itself has gone. */
async function feed(inputFile: string, fleet: ServerFleet, node: string): Promise<string | null> {
  const { client } = await findMariadb();
  if (client === null) throw new Error('The client of MariaDB (mariadb) is not installed on this machine.');
  const endpoint: Endpoint = fleet.endpoint(node);
  try {
    const options = { inputFile, env: clientEnvironment(endpoint), timeoutMs: restoreTimeoutMs };
    await runProgram(client, [...clientArgs(endpoint), '--batch'], options);
    return null;
  } catch (error) {
    if ((await fleet.state(node)) === 'down') throw error;
    return messageOf(error);
  }
}
