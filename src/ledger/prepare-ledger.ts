/** Prepares a target for a run: checks that the schema is paystorm's to use, makes its tables anew, and opens every account. */
import { accountRanges, parentOf } from '../kit/account-ranges.js';
import type { AccountRange, LedgerLayout, Plan } from '../model/plan.js';
import type { Connection } from '../mysql/connect.js';
import { claimSchema, explainMissingRights, type ClaimOptions } from './claim-schema.js';
import { quote } from './quote.js';
import { createTables, currency, tables } from './schema.js';

const rowsPerInsert = 1_000;
const statementTimeoutMs = 60_000;

export interface PrepareOptions extends ClaimOptions {
  readonly runId: string;
  readonly toolVersion: string;
  /** Aborting it ends the preparation between two statements. */
  readonly signal?: AbortSignal;
  readonly onProgress: (text: string) => void;
}

export async function prepareLedger(connection: Connection, plan: Plan, options: PrepareOptions): Promise<void> {
  const { schema } = plan.scenario.ledger;
  try {
    await claimSchema(connection, schema, options);
    await fillSchema(connection, plan, options);
  } catch (error) {
    throw explainMissingRights(error, schema);
  }
}

async function fillSchema(connection: Connection, plan: Plan, options: PrepareOptions): Promise<void> {
  for (const table of tables) await execute(connection, `DROP TABLE IF EXISTS ${table}`);
  for (const statement of createTables(plan.scenario.ledger)) await execute(connection, statement);
  await openAccounts(connection, plan.ledger, options);
  const run = [options.runId, plan.scenarioHash, options.toolVersion, options.wallClock].map(quote).join(', ');
  await execute(connection, `INSERT INTO run (run_id, scenario_hash, tool_version, started) VALUES (${run})`);
}

async function openAccounts(
  connection: Connection,
  ledger: LedgerLayout,
  { onProgress, signal }: PrepareOptions,
): Promise<void> {
  const ranges = accountRanges(ledger);
  const total = ranges.reduce((sum, range) => sum + range.count, 0);
  let opened = 0;
  let told = 0;
  for (const range of ranges) {
    for (let first = range.first; first < range.first + range.count; first += rowsPerInsert) {
      const count = Math.min(rowsPerInsert, range.first + range.count - first);
      signal?.throwIfAborted();
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
    return `(${first + index}, ${quote(range.kind)}, ${quote(currency)}, ${range.openingBalance}, 0, 0, 0, ${parentOf(range, first + index) ?? 'NULL'})`;
  });
  const columns = 'account_id, kind, currency, balance, version, pending_out, pending_in, parent_id';
  return `INSERT INTO account (${columns}) VALUES ${rows.join(', ')}`;
}

async function execute(connection: Connection, sql: string): Promise<void> {
  await connection.query(sql, { timeoutMs: statementTimeoutMs });
}
