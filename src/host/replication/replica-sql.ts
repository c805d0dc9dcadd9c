/** The few statements that make a MariaDB server a primary or a replica, and tell how it fares as one. */
import type { Query } from '../../model/flavor.js';
import type { Endpoint } from '../../model/topology.js';
import { serverUser } from '../data-directory.js';
import type { ReplicationMode } from './replication-options.js';

export interface ReplicaStatus {
  /** Its receiving thread runs, though it may be trying to connect. */
  readonly isReceiving: boolean;
  readonly isConnected: boolean;
  readonly isApplying: boolean;
  /** Highest sequence number received. */
  readonly received: number;
}

/** It never takes a write that nobody would have to confirm: receipts are demanded before the first one. */
export async function becomePrimary(query: Query, mode: ReplicationMode): Promise<void> {
  await query('STOP SLAVE');
  await query('RESET SLAVE ALL');
  await query('SET GLOBAL rpl_semi_sync_slave_enabled = 0');
  if (mode === 'semi-synchronous') {
    await query("SET GLOBAL rpl_semi_sync_master_wait_point = 'AFTER_SYNC'");
    await query('SET GLOBAL rpl_semi_sync_master_enabled = 1');
  }
  await query('SET GLOBAL read_only = 0');
}

/**
 * Takes no more writes. Connections of the load end first: a commit that waits for a receipt would keep the server from
 * becoming read-only for ever, and must not be answered by it any more.
 */
export async function fence(query: Query): Promise<void> {
  await query(`KILL HARD CONNECTION USER ${serverUser}`);
  await query('SET GLOBAL read_only = 1');
}

export async function receiptClients(query: Query): Promise<number> {
  const [row] = await query("SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_master_clients'");
  return Number(row?.['Value']);
}

/** Follows `primary` from where the server stands by its own count. A former primary counts by its own log. */
export async function becomeReplica(query: Query, primary: Endpoint, mode: ReplicationMode): Promise<void> {
  const { host, port, user, password } = primary;
  await query('SET GLOBAL read_only = 1');
  await query('SET GLOBAL rpl_semi_sync_master_enabled = 0');
  await query(`SET GLOBAL rpl_semi_sync_slave_enabled = ${mode === 'semi-synchronous' ? 1 : 0}`);
  await query('STOP SLAVE');
  await query(
    `CHANGE MASTER TO MASTER_HOST='${host}', MASTER_PORT=${port}, MASTER_USER='${user}', MASTER_PASSWORD='${password}', ` +
      'MASTER_USE_GTID=current_pos, MASTER_CONNECT_RETRY=1, MASTER_HEARTBEAT_PERIOD=1',
  );
  await query('START SLAVE');
}

/** Null for a server that follows nobody. */
export async function replicaStatus(query: Query): Promise<ReplicaStatus | null> {
  const [row] = await query('SHOW SLAVE STATUS');
  if (row === undefined) return null;
  return {
    isReceiving: row['Slave_IO_Running'] !== 'No',
    isConnected: row['Slave_IO_Running'] === 'Yes',
    isApplying: row['Slave_SQL_Running'] === 'Yes',
    received: parsePosition(String(row['Gtid_IO_Pos'])).sequence,
  };
}

/** Sequence number of the last transaction that the replica received or holds; it receives nothing more. */
export async function stopAndCountReceived(query: Query): Promise<number> {
  await query('STOP SLAVE IO_THREAD');
  const status = await replicaStatus(query);
  return Math.max(status?.received ?? 0, (await currentPosition(query)).sequence);
}

export interface Position {
  readonly server: number;
  readonly sequence: number;
}

/** The last transaction that the server holds, from whatever source. */
export async function currentPosition(query: Query): Promise<Position> {
  const [row] = await query('SELECT @@global.gtid_current_pos AS position');
  return parsePosition(String(row?.['position']));
}

/** All that the server has logged, in the words of a replica that is to wait for it. */
export async function loggedPosition(query: Query): Promise<string> {
  const [row] = await query('SELECT @@global.gtid_binlog_pos AS position');
  return String(row?.['position']);
}

/** Resolves to whether the replica has applied so much within the time. */
export async function hasApplied(query: Query, position: string, timeoutMs: number): Promise<boolean> {
  const [row] = await query(`SELECT MASTER_GTID_WAIT('${position}', ${timeoutMs / 1_000}) AS answer`);
  return Number(row?.['answer']) === 0;
}

/** Server → last sequence number of its transactions in this server's log. */
export async function knownPositions(query: Query): Promise<ReadonlyMap<number, number>> {
  const [row] = await query('SELECT @@global.gtid_binlog_state AS state');
  const positions = String(row?.['state']).split(',').map(parsePosition);
  return new Map(positions.map(({ server, sequence }) => [server, sequence]));
}

/** Domain-server-sequence, such as 0-1-4567; paystorm uses one domain. Empty for a server without transactions. */
function parsePosition(text: string): Position {
  const [, server, sequence] = text.split('-').map(Number);
  return { server: server ?? 0, sequence: sequence ?? 0 };
}
