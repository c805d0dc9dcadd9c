/** What a server counts of everybody who uses it: statements, whoever sent them, and connections. Any user may read these counts. */
import type { Connection } from '../mysql/connect.js';
import { quote } from './quote.js';

const statementTimeoutMs = 20_000;

/** What a replica or a member of a cluster applies is among them on MariaDB, and not on MySQL. What is prepared counts as what it is. */
const writes = [
  'insert',
  'insert_select',
  'update',
  'update_multi',
  'delete',
  'delete_multi',
  'replace',
  'replace_select',
  'load',
];

const counters = {
  writes: writes.map((name) => `Com_${name}`),
  /** Not every server counts what they do. */
  calls: ['Com_call_procedure'],
  /** A query cache answers without a statement. */
  reads: ['Com_select', 'Qcache_hits'],
  connections: ['Threads_connected'],
  uptimeSeconds: ['Uptime'],
};
type Counter = keyof typeof counters;

/** Since its start; connections are those that are open. Null is what it does not count. */
export type ServerCounts = Readonly<Record<Counter, number | null>>;

/** Resolves to the server's error where it refuses to tell. */
export async function readServerCounts(connection: Connection): Promise<ServerCounts | Error> {
  const names = Object.values(counters).flat().map(quote).join(', ');
  const sql = `SHOW GLOBAL STATUS WHERE Variable_name IN (${names})`;
  try {
    const rows = await connection.query(sql, { timeoutMs: statementTimeoutMs });
    const values = new Map(rows.map((row) => [String(row['Variable_name']).toLowerCase(), Number(row['Value'])]));
    return Object.fromEntries(
      Object.entries(counters).map(([counter, parts]) => [counter, sumOf(parts, values)]),
    ) as ServerCounts;
  } catch (error) {
    return error as Error;
  }
}

function sumOf(names: readonly string[], values: ReadonlyMap<string, number>): number | null {
  const known = names.flatMap((name) => values.get(name.toLowerCase()) ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
