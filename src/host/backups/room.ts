/** Room for a backup: what the databases of a server take, and what the disk has left. */
import { statfs } from 'node:fs/promises';
import { formatBytes } from '../../kit/format.js';
import type { Query } from '../../model/flavor.js';

/** The copy in text, and a server that it is restored into, each at most so many times what the tables take. */
const copiesOfData = 2 * 2;
/** For logs, and for what the servers themselves still need. */
const reserveBytes = 256 * 2 ** 20;

const systemSchemas = ['mysql', 'information_schema', 'performance_schema', 'sys'];

export interface DataSize {
  readonly databases: readonly string[];
  readonly bytes: number;
}

/** Of all databases but the server's own. */
export async function sizeOfData(query: Query): Promise<DataSize> {
  const rows = await query(
    'SELECT schema_name AS name, COALESCE(SUM(data_length + index_length), 0) AS bytes FROM information_schema.schemata ' +
      'LEFT JOIN information_schema.tables ON table_schema = schema_name ' +
      `WHERE schema_name NOT IN (${systemSchemas.map((name) => `'${name}'`).join(',')}) GROUP BY schema_name`,
  );
  return {
    databases: rows.map((row) => String(row['name'])),
    bytes: rows.reduce((sum, row) => sum + Number(row['bytes']), 0),
  };
}

export async function freeBytesOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** Throws when a copy of so much and its restored server might fill the disk. */
export function makeSureOfRoom(dataBytes: number, freeBytes: number): void {
  const neededBytes = dataBytes * copiesOfData + reserveBytes;
  if (freeBytes >= neededBytes) return;
  throw new Error(
    `the disk has ${formatBytes(freeBytes)} left, and a backup of ${formatBytes(dataBytes)} with the server it is restored into may take ${formatBytes(neededBytes)}`,
  );
}
