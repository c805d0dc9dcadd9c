/** Prepares a target for a run: checks that the schema is paystorm's to use, makes its tables anew, and opens every account. */
import { ToolError } from '../kit/error.js';
import type { AccountRange, LedgerLayout, Plan } from '../model/plan.js';
import type { Connection } from '../mysql/connect.js';
import { createTables, markerPurpose, markerTable, tables } from './schema.js';

const rowsPerInsert = 1_000;
const statementTimeoutMs = 60_000;

export interface PrepareOptions {
  readonly runId: string;
  readonly toolVersion: string;
  /** ISO 8601, for the run's row. */
  readonly wallClock: string;
  /** Whether a missing schema may be created: paystorm's own servers, or --create-schema. */
  readonly mayCreateSchema: boolean;
  readonly onProgress: (text: string) => void;
}

export async function prepareLedger(connection: Connection, plan: Plan, options: PrepareOptions): Promise<void> {
  const { schema, mode } = plan.scenario.ledger;
  await claimSchema(connection, schema, options);
  for (const table of tables) await execute(connection, `DROP TABLE IF EXISTS ${table}`);
  for (const statement of createTables(mode)) await execute(connection, statement);
  await openAccounts(connection, plan.ledger, options);
  const run = [options.runId, plan.scenarioHash, options.toolVersion, options.wallClock].map(quote).join(', ');
  await execute(connection, `INSERT INTO run (run_id, scenario_hash, tool_version, started) VALUES (${run})`);
}

/** A schema without the marker belongs to somebody else: it is refused, whatever its tables are called. */
async function claimSchema(connection: Connection, schema: string, options: PrepareOptions): Promise<void> {
  const found = await connection.query(
    `SELECT COUNT(*) AS count FROM information_schema.schemata WHERE schema_name = ${quote(schema)}`,
    { timeoutMs: statementTimeoutMs },
  );
  const doesExist = Number(found[0]?.['count']) > 0;
  if (doesExist && !(await hasMarker(connection, schema))) await refuseForeignSchema(connection, schema, options);
  if (!doesExist && !options.mayCreateSchema) {
    const hint =
      'Call it with --create-schema to let paystorm create a schema of its own there. Never point it at production.';
    throw new ToolError('guardRefused', `The target has no schema "${schema}", and paystorm may not create it.`, hint);
  }
  await execute(connection, `CREATE DATABASE IF NOT EXISTS \`${schema}\``);
  await execute(connection, `USE \`${schema}\``);
  await execute(connection, markerTable());
  await execute(
    connection,
    `REPLACE INTO marker (purpose, created) VALUES (${quote(markerPurpose)}, ${quote(options.wallClock)})`,
  );
}

/** An empty schema may be claimed by whoever may create one; one with tables never. */
async function refuseForeignSchema(connection: Connection, schema: string, options: PrepareOptions): Promise<void> {
  const rows = await connection.query(
    `SELECT COUNT(*) AS count FROM information_schema.tables WHERE table_schema = ${quote(schema)}`,
    { timeoutMs: statementTimeoutMs },
  );
  const count = Number(rows[0]?.['count']);
  if (count === 0 && options.mayCreateSchema) return;
  const message = `The schema "${schema}" on the target holds ${count} tables and no marker of paystorm: it belongs to somebody else.`;
  throw new ToolError('guardRefused', message, 'Give paystorm a schema of its own (ledger.schema), or another target.');
}

async function hasMarker(connection: Connection, schema: string): Promise<boolean> {
  const present = await connection.query(
    `SELECT COUNT(*) AS count FROM information_schema.tables WHERE table_schema = ${quote(schema)} AND table_name = 'marker'`,
    { timeoutMs: statementTimeoutMs },
  );
  if (Number(present[0]?.['count']) === 0) return false;
  const rows = await connection.query(
    `SELECT COUNT(*) AS count FROM \`${schema}\`.marker WHERE purpose = ${quote(markerPurpose)}`,
    {
      timeoutMs: statementTimeoutMs,
    },
  );
  return Number(rows[0]?.['count']) === 1;
}

async function openAccounts(
  connection: Connection,
  ledger: LedgerLayout,
  { onProgress }: PrepareOptions,
): Promise<void> {
  const ranges = [ledger.customers, ledger.merchants, ledger.fees, ledger.banks];
  const total = ranges.reduce((sum, range) => sum + range.count, 0);
  let opened = 0;
  let told = 0;
  for (const range of ranges) {
    for (let first = range.first; first < range.first + range.count; first += rowsPerInsert) {
      const count = Math.min(rowsPerInsert, range.first + range.count - first);
      await execute(connection, insertAccounts(range, first, count));
      opened += count;
      const tenth = Math.floor((opened / total) * 10);
      if (tenth > told) onProgress(`opening accounts: ${opened} of ${total}`);
      told = tenth;
    }
  }
}

function insertAccounts(range: AccountRange, first: number, count: number): string {
  const rows = Array.from({ length: count }, (_each, index) => {
    return `(${first + index}, ${quote(range.kind)}, 'IDR', ${range.openingBalance}, 0, 0, 0, NULL)`;
  });
  const columns = 'account_id, kind, currency, balance, version, pending_out, pending_in, parent_id';
  return `INSERT INTO account (${columns}) VALUES ${rows.join(', ')}`;
}

async function execute(connection: Connection, sql: string): Promise<void> {
  await connection.query(sql, { timeoutMs: statementTimeoutMs });
}

/** For the few texts of our own that enter SQL; numbers go in as they are. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
