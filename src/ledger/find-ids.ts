/** Finds out what there is in a ledger without reading it: whose it is, which of some payments it holds, and what lies outside of a range. */
import type { Connection } from '../mysql/connect.js';
import { outside, select, within, type KeyRange } from './select-rows.js';

/** Beyond, reading all ids of a range is cheaper than asking for each. */
const listedIdsMax = 1_000;

/** Runs that the ledger was prepared for: one, unless somebody else was here. */
export async function readRunIds(connection: Connection): Promise<readonly string[]> {
  return (await select(connection, 'run_id', 'run ORDER BY run_id LIMIT 10')).map((row) => String(row['run_id']));
}

export interface IdQuestion {
  /** Of each table. */
  readonly limit: number;
  /** Whether the ledger has a buffer. */
  readonly isBuffering: boolean;
}

/** Identifiers of payments outside a range, from every table that names one. */
export async function readIdsOutside(
  connection: Connection,
  range: KeyRange,
  { limit, isBuffering }: IdQuestion,
): Promise<readonly number[]> {
  const ids = new Set<number>();
  for (const [table, column] of [
    ['payment', 'payment_id'],
    ['entry', 'payment_id'],
    ['outbox', 'event_id'],
    ...(isBuffering ? [['buffered_entry', 'payment_id'] as const] : []),
  ] as const) {
    const rows = await select(
      connection,
      `DISTINCT ${column} AS id`,
      `${table} WHERE ${outside(column, range)} ORDER BY ${column} LIMIT ${limit}`,
    );
    for (const row of rows) ids.add(Number(row['id']));
  }
  return [...ids].sort((a, b) => a - b);
}

/** Which of these payments there are; all within `range`. */
export async function readPresent(
  connection: Connection,
  range: KeyRange,
  ids: readonly number[],
): Promise<ReadonlySet<number>> {
  const present = await readIds(connection, ids.length > listedIdsMax ? within('payment_id', range) : listed(ids));
  return new Set(ids.filter((id) => present.has(id)));
}

/** Which of these payments there are not, asked for by their keys, a few at a time. */
export async function readMissing(connection: Connection, ids: readonly number[]): Promise<readonly number[]> {
  const missing: number[] = [];
  for (let at = 0; at < ids.length; at += listedIdsMax) {
    const asked = ids.slice(at, at + listedIdsMax);
    const present = await readIds(connection, listed(asked));
    missing.push(...asked.filter((id) => !present.has(id)));
  }
  return missing;
}

function listed(ids: readonly number[]): string {
  return `payment_id IN (${ids.join(', ')})`;
}

async function readIds(connection: Connection, condition: string): Promise<ReadonlySet<number>> {
  const rows = await select(connection, 'payment_id', `payment WHERE ${condition}`);
  return new Set(rows.map((row) => Number(row['payment_id'])));
}

/** Of all account numbers there are; empty for an empty table. */
export async function accountBounds(connection: Connection): Promise<KeyRange> {
  const [row] = await select(connection, 'MIN(account_id) AS first, MAX(account_id) + 1 AS end', 'account');
  return { from: Number(row?.['first'] ?? 0), to: Number(row?.['end'] ?? 0) };
}
