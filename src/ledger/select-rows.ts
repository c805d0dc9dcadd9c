/** How the ledger is asked for ranges of its keys: statements of bounded time, and the conditions in them. */
import type { Connection, Row } from '../mysql/connect.js';

const statementTimeoutMs = 60_000;

/** Identifiers in [from, to). */
export interface KeyRange {
  readonly from: number;
  readonly to: number;
}

export function select(connection: Connection, columns: string, from: string): Promise<readonly Row[]> {
  return connection.query(`SELECT ${columns} FROM ${from}`, { timeoutMs: statementTimeoutMs });
}

/** One comparison instead of two: a server makes it for every row. */
export function within(column: string, { from, to }: KeyRange): string {
  return `${column} BETWEEN ${from} AND ${to - 1}`;
}

export function outside(column: string, { from, to }: KeyRange): string {
  return `${column} < ${from} OR ${column} >= ${to}`;
}
