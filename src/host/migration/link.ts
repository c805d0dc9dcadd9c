/** The link by which the new side of a migration follows the old one: asynchronous replication by GTID into one node, whose cluster passes it on. */
import type { Query } from '../../model/flavor.js';
import type { Endpoint } from '../../model/topology.js';
import { replicaStatus } from '../replication/replica-sql.js';

/** What lets a Galera node follow another server. It refuses writes of clients until it is said to be the one that takes them. */
export function linkOptions(position: number): readonly string[] {
  return [
    '--log-bin=new-bin',
    '--log-slave-updates=ON',
    '--sync-binlog=0',
    // Apart from the servers of the old side, and from their transactions.
    `--server-id=${100 + position}`,
    '--gtid-domain-id=1',
    '--read-only=ON',
    '--slave-net-timeout=10',
  ];
}

/** Follows from the first transaction on, or goes on where it stood. */
export async function followFrom(query: Query, { host, port, user, password }: Endpoint): Promise<void> {
  await query('STOP SLAVE');
  await query(
    `CHANGE MASTER TO MASTER_HOST='${host}', MASTER_PORT=${port}, MASTER_USER='${user}', MASTER_PASSWORD='${password}', ` +
      'MASTER_USE_GTID=slave_pos, MASTER_CONNECT_RETRY=1, MASTER_HEARTBEAT_PERIOD=1',
  );
  await query('START SLAVE');
}

export async function cutLink(query: Query): Promise<void> {
  await query('STOP SLAVE');
  await query('RESET SLAVE ALL');
}

export async function isFollowing(query: Query): Promise<boolean> {
  const status = await replicaStatus(query);
  return status !== null && status.isConnected && status.isApplying;
}

/** The last transaction in the server's log, by its GTID. */
export async function loggedPosition(query: Query): Promise<string> {
  const [row] = await query('SELECT @@global.gtid_binlog_pos AS position');
  return String(row?.['position']);
}

/** Whether everything up to the position has been applied; a look, no waiting. */
export async function hasApplied(query: Query, position: string): Promise<boolean> {
  if (!/^[\d,-]*$/u.test(position)) throw new Error(`"${position}" is no GTID position.`);
  const [row] = await query(`SELECT MASTER_GTID_WAIT('${position}', 0) AS missing`);
  return Number(row?.['missing']) === 0;
}

/** Transactions of clients that have begun and not ended. */
export async function countOpen(query: Query): Promise<number> {
  const [row] = await query('SELECT COUNT(*) AS open FROM information_schema.INNODB_TRX');
  return Number(row?.['open']);
}
