/**
 * Whether a target looks alive with other people's data. Two signs, both cheap and both of the servers' own telling: statements that
 * wrote while paystorm was silent, and tables of other schemas that were written lately. A server that counts neither shows no sign.
 */
import { counted } from '../kit/format.js';
import type { Clock } from '../model/clock.js';
import type { Endpoint } from '../model/topology.js';
import { connect, type Connection } from '../mysql/connect.js';
import { hasMarker } from './claim-schema.js';
import { quote } from './quote.js';

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 20_000;
const watchMs = 2_000;
const recentMinutes = 60;

/** Counts of executed statements, whoever sent them; what a replica applies is not among them. */
const writes = ['insert', 'insert_select', 'update', 'update_multi', 'delete', 'delete_multi', 'replace', 'load'];
const systemSchemas = ['mysql', 'information_schema', 'performance_schema', 'sys', 'oceanbase', 'metrics_schema'];

/** Sentences, none when there is no sign. `ownSchema` is not looked at, nor is any other that bears paystorm's marker. */
export async function signsOfLife(
  nodes: readonly Endpoint[],
  ownSchema: string,
  clock: Clock,
): Promise<readonly string[]> {
  return (await Promise.all(nodes.map((node) => signsOn(node, ownSchema, clock)))).flat();
}

async function signsOn(node: Endpoint, ownSchema: string, clock: Clock): Promise<readonly string[]> {
  await using connection = await connect(node, { connectTimeoutMs });
  const before = await countWrites(connection);
  await clock.sleep(watchMs);
  const written = (await countWrites(connection)) - before;
  const signs =
    written > 0 ? [`${node.name}: ${counted(written, 'statement')} wrote in ${watchMs / 1_000} s of silence`] : [];
  for (const { schema, tables, latest } of await writtenLately(connection, ownSchema)) {
    if (await hasMarker(connection, schema)) continue;
    signs.push(
      `${node.name}: of "${schema}" ${counted(tables, 'table')} ${tables === 1 ? 'was' : 'were'} written within the hour, last at ${latest}`,
    );
  }
  return signs;
}

async function countWrites(connection: Connection): Promise<number> {
  const names = writes.map((name) => quote(`Com_${name}`)).join(', ');
  const rows = await connection
    .query(`SHOW GLOBAL STATUS WHERE Variable_name IN (${names})`, { timeoutMs: statementTimeoutMs })
    // Not every server has such counts.
    .catch(() => []);
  return rows.reduce((sum, row) => sum + Number(row['Value'] ?? 0), 0);
}

async function writtenLately(connection: Connection, ownSchema: string) {
  // MySQL 8 would answer with what it knew a day ago; no other server has this setting.
  await connection.query('SET SESSION information_schema_stats_expiry = 0').catch(() => []);
  const others = [...systemSchemas, ownSchema].map(quote).join(', ');
  const sql = `SELECT table_schema AS name, COUNT(*) AS tables, MAX(update_time) AS latest
    FROM information_schema.tables
    WHERE LOWER(table_schema) NOT IN (${others}) AND update_time > NOW() - INTERVAL ${recentMinutes} MINUTE
    GROUP BY table_schema`;
  const rows = await connection.query(sql, { timeoutMs: statementTimeoutMs });
  return rows.map((row) => ({
    schema: String(row['name']),
    tables: Number(row['tables']),
    latest: String(row['latest']),
  }));
}
