/** Which schemas of others were written lately, as far as the server remembers and lets this user see. */
import { counted } from '../kit/format.js';
import type { Connection, Row } from '../mysql/connect.js';
import { hasMarker } from './claim-schema.js';
import { quote } from './quote.js';

/** Sentences, each with the name of its node. */
export interface SignsOfLife {
  readonly signs: readonly string[];
  /** What could not be found out. */
  readonly gaps: readonly string[];
}

/** For how long a table that was written shows that somebody needs it. */
export const recentMinutes = 60;
const statementTimeoutMs = 20_000;
const systemSchemas = ['mysql', 'information_schema', 'performance_schema', 'sys', 'oceanbase', 'metrics_schema'];

/** `user`: whose connection it is. */
export async function signsInTables(connection: Connection, ownSchema: string, user: string): Promise<SignsOfLife> {
  const signs: string[] = [];
  for (const { name, tables, latest } of await writtenLately(connection, ownSchema)) {
    const schema = String(name);
    if (await hasMarker(connection, schema)) continue;
    const written = `${counted(Number(tables), 'table')} ${Number(tables) === 1 ? 'was' : 'were'} written within the hour`;
    signs.push(`of "${schema}" ${written}, last at ${String(latest)}`);
  }
  if (await seesAll(connection)) return { signs, gaps: [] };
  const gap = `user ${user} is not shown everybody's tables, so nobody knows when others wrote last, only what they do now`;
  return { signs, gaps: [gap] };
}

async function writtenLately(connection: Connection, ownSchema: string): Promise<readonly Row[]> {
  // MySQL 8 would answer with what it knew a day ago; no other server has this setting.
  await connection.query('SET SESSION information_schema_stats_expiry = 0').catch(() => []);
  const others = [...systemSchemas, ownSchema].map(quote).join(', ');
  const sql = `SELECT table_schema AS name, COUNT(*) AS tables, MAX(update_time) AS latest
    FROM information_schema.tables
    WHERE LOWER(table_schema) NOT IN (${others}) AND update_time > NOW() - INTERVAL ${recentMinutes} MINUTE
    GROUP BY table_schema`;
  return connection.query(sql, { timeoutMs: statementTimeoutMs });
}

/** Who has rights on some schemas only is not shown the one of the server itself. */
async function seesAll(connection: Connection): Promise<boolean> {
  const sql = "SELECT COUNT(*) AS count FROM information_schema.schemata WHERE LOWER(schema_name) = 'mysql'";
  const [row] = await connection.query(sql, { timeoutMs: statementTimeoutMs });
  return Number(row?.['count'] ?? 0) > 0;
}
