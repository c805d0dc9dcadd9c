/** Makes sure that a schema is paystorm's to use: its own by a marker, in nobody's use right now, and with the rights that a rehearsal needs. */
import { counted } from '../kit/format.js';
import { ToolError } from '../kit/error.js';
import type { Clock } from '../model/clock.js';
import type { Connection, Row } from '../mysql/connect.js';
import { isDenied } from '../mysql/missing-right.js';
import { markerPurpose, markerTable } from './schema.js';
import { quote } from './quote.js';

const statementTimeoutMs = 60_000;
/** A run in progress writes probes many times in this time, whatever its load. */
const watchMs = 2_000;

export interface ClaimOptions {
  /** ISO 8601, for the marker. */
  readonly wallClock: string;
  /** Whether a missing schema may be created: paystorm's own servers, or --create-schema. */
  readonly mayCreateSchema: boolean;
  readonly clock: Clock;
}

/** Afterwards the schema is there, marked, and the connection's own. Rejects with a ToolError where it is somebody else's or in use. */
export async function claimSchema(connection: Connection, schema: string, options: ClaimOptions): Promise<void> {
  const doesExist = await count(connection, `information_schema.schemata WHERE schema_name = ${quote(schema)}`);
  if (doesExist > 0 && !(await hasMarker(connection, schema))) await refuseForeign(connection, schema, options);
  else if (doesExist > 0) await refuseBusy(connection, schema, options.clock);
  if (doesExist === 0 && !options.mayCreateSchema) {
    const hint =
      'Call it with --create-schema to let paystorm create a schema of its own there. Never point it at production.';
    throw new ToolError('guardRefused', `The target has no schema "${schema}", and paystorm may not create it.`, hint);
  }
  const marker = `${quote(markerPurpose)}, ${quote(options.wallClock)}`;
  for (const sql of [
    `CREATE DATABASE IF NOT EXISTS \`${schema}\``,
    `USE \`${schema}\``,
    markerTable(),
    `REPLACE INTO marker (purpose, created) VALUES (${marker})`,
  ]) {
    await ask(connection, sql);
  }
}

/** Says of a statement that was refused for want of rights which grant would help; everything else is thrown as it is. */
export function explainMissingRights(error: unknown, schema: string): unknown {
  if (!isDenied(error)) return error;
  const { message } = error as Error;
  const hint = `Grant them: GRANT ALL ON \`${schema}\`.* TO the user of the URL. A rehearsal creates, fills, reads and drops tables there.`;
  return new ToolError('setupFailed', `The user has not the rights that a rehearsal needs: ${message}.`, hint, {
    cause: error,
  });
}

/** An empty schema may be claimed by whoever may create one, and so may one in which claiming ended half way; one with tables never. */
async function refuseForeign(connection: Connection, schema: string, options: ClaimOptions): Promise<void> {
  const tables = await ask(
    connection,
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ${quote(schema)}`,
  );
  const isHalfClaimed =
    tables.length === 1 && tables[0]?.['name'] === 'marker' && (await count(connection, `\`${schema}\`.marker`)) === 0;
  if (tables.length === 0 || isHalfClaimed) {
    if (options.mayCreateSchema) return;
    const empty = `The schema "${schema}" on the target is empty, and has no marker of paystorm.`;
    throw new ToolError('guardRefused', empty, 'If it was made for paystorm: --create-schema lets it be used.');
  }
  const message = `The schema "${schema}" on the target holds ${counted(tables.length, 'table')} and no marker of paystorm: it belongs to somebody else.`;
  throw new ToolError('guardRefused', message, 'Give paystorm a schema of its own (ledger.schema), or another target.');
}

/** Two runs in one schema would call each other's payments lost and unexpected. */
async function refuseBusy(connection: Connection, schema: string, clock: Clock): Promise<void> {
  const before = await pulseOf(connection, schema);
  if (before === null) return;
  await clock.sleep(watchMs);
  if ((await pulseOf(connection, schema)) === before) return;
  const message = `The schema "${schema}" is in use: another run is writing to it.`;
  throw new ToolError(
    'guardRefused',
    message,
    'Wait until that run has ended, or give this one a schema of its own (ledger.schema).',
  );
}

/** What a run writes all the time: accounts while it prepares, then payments, and probes even in an outage. */
const signsOfLife = {
  account: 'MAX(account_id)',
  payment: 'MAX(payment_id)',
  probe: "CONCAT(COUNT(*), ' ', SUM(sequence))",
} as const;

/** What changes while a run prepares or goes on; null where nothing was prepared yet. */
async function pulseOf(connection: Connection, schema: string): Promise<string | null> {
  const found = await ask(
    connection,
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ${quote(schema)}`,
  );
  const names = new Set(found.map((row) => String(row['name']).toLowerCase()));
  const signs = Object.entries(signsOfLife).filter(([table]) => names.has(table));
  const pulses: string[] = [];
  for (const [table, sign] of signs) {
    const [row] = await ask(connection, `SELECT ${sign} AS sign FROM \`${schema}\`.${table}`);
    pulses.push(`${table} ${String(row?.['sign'])}`);
  }
  return pulses.length === 0 ? null : pulses.join(', ');
}

/** Whether it is paystorm's own. */
export async function hasMarker(connection: Connection, schema: string): Promise<boolean> {
  const table = `information_schema.tables WHERE table_schema = ${quote(schema)} AND table_name = 'marker'`;
  if ((await count(connection, table)) === 0) return false;
  const quoted = `\`${schema.replaceAll('`', '``')}\``;
  return (await count(connection, `${quoted}.marker WHERE purpose = ${quote(markerPurpose)}`)) === 1;
}

async function count(connection: Connection, from: string): Promise<number> {
  const [row] = await ask(connection, `SELECT COUNT(*) AS count FROM ${from}`);
  return Number(row?.['count']);
}

function ask(connection: Connection, sql: string): Promise<readonly Row[]> {
  return connection.query(sql, { timeoutMs: statementTimeoutMs });
}
