/** The few statements that make a MariaDB server a primary or a replica, and tell how it fares as one. */
import type { Query } from '../../model/flavor.js';
import type { Endpoint } from '../../model/topology.js';
import { errnoOf } from '../../mysql/error-facts.js';
import { serverUser } from '../data-directory.js';
import type { ReplicationMode } from './replication-options.js';

const noSuchThread = 1094;

export interface ReplicaStatus {
  /** Its receiving thread runs, though it may be trying to connect. */
  readonly isReceiving: boolean;
  readonly isConnected: boolean;
  readonly isApplying: boolean;
  /** Highest sequence number received. */
  readonly received: number;
  /** Whom it follows. */
  readonly source: Pick<Endpoint, 'host' | 'port'>;
  /** How long it holds back on purpose what it has received. */
  readonly delayMs: number;
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

/**
 * Takes no more writes, and lets those end that are being committed: nobody's connection is lost. A commit that does not end keeps the server
 * from becoming read-only; then it stays as it is, and this rejects after `patienceMs`.
 */
export async function refuseWrites(query: Query, patienceMs: number): Promise<void> {
  await query(`SET SESSION lock_wait_timeout = ${Math.max(1, Math.round(patienceMs / 1_000))}`);
  await query('SET GLOBAL read_only = 1');
}

/** Ends the statements of the load that have lasted this long, but no commit: whose end would be in doubt. */
export async function interruptStuck(query: Query, lastedMs: number): Promise<void> {
  const stuck = await query(
    `SELECT id FROM information_schema.processlist WHERE user = '${serverUser}' AND command = 'Query' AND time_ms > ${lastedMs} ` +
      "AND info NOT LIKE 'COMMIT%' AND state NOT LIKE '%semi-sync%'",
  );
  for (const { id } of stuck) {
    await query(`KILL SOFT QUERY ${Number(id)}`).catch((error: unknown) => {
      // It has ended meanwhile, as it should.
      if (errnoOf(error) !== noSuchThread) throw error;
    });
  }
}

export async function takesWrites(query: Query): Promise<boolean> {
  const [row] = await query('SELECT @@global.read_only AS read_only');
  return Number(row?.['read_only']) === 0;
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

/** Goes on from what it has received, which stays. */
export async function receiveAgain(query: Query): Promise<void> {
  await query('START SLAVE IO_THREAD');
}

/** What the replica has received and not applied is dropped, and fetched again from its primary. One that was told not to receive goes on so. */
export async function changeDelay(query: Query, delayMs: number): Promise<void> {
  const status = await replicaStatus(query);
  const isToReceive = status?.isReceiving === true || status?.isApplying === false;
  await query('STOP SLAVE');
  await query(`CHANGE MASTER TO MASTER_DELAY=${Math.round(delayMs / 1_000)}`);
  await query(isToReceive ? 'START SLAVE' : 'START SLAVE SQL_THREAD');
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
    source: { host: String(row['Master_Host']), port: Number(row['Master_Port']) },
    delayMs: Number(row['SQL_Delay']) * 1_000,
  };
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
