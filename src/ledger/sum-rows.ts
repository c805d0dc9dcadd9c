/** Has the server sum up what it holds, piece by piece: how many rows, and a fingerprint of them. The rows themselves stay where they are. */
import type { AccountRange } from '../model/plan.js';
import type { Connection, Row } from '../mysql/connect.js';
import {
  entrySql,
  eventSql,
  Fingerprint,
  linkSql,
  paymentSql,
  restOfEntrySql,
  restOfPaymentSql,
} from './fingerprint.js';
import type { EntryRow } from './read-rows.js';
import { outside, select, within, type KeyRange } from './select-rows.js';

export interface TableSum {
  readonly rows: number;
  /** Of all that a plan foresees. */
  readonly planned: bigint;
  /** Of the rest, where nodes are compared; 0 where not. */
  readonly rest: bigint;
}

export interface EntrySum {
  readonly rows: number;
  readonly links: bigint;
  /** The lowest balance of accounts that must not owe; 0 where none ever fell below zero. */
  readonly lowest: number;
}

export interface PieceSums {
  readonly payment: TableSum;
  readonly entry: TableSum & EntrySum;
  readonly outbox: TableSum;
  /** Credits that are buffered: the other entries of the same payments. */
  readonly buffered: TableSum;
}

export interface SumOptions {
  readonly mayBeNegative: readonly AccountRange[];
  /** Whether nodes are compared, which needs a fingerprint of whole rows. */
  readonly isCompared: boolean;
  /** Whether the ledger has a buffer. */
  readonly isBuffering: boolean;
}

/** Rejects where the server refuses to calculate: it does not know a function, or a value is out of all bounds. */
export async function sumPiece(connection: Connection, range: KeyRange, options: SumOptions): Promise<PieceSums> {
  const { from } = range;
  const ids = within('payment_id', range);
  const sumsOf = (planned: string, rest: string | null): string => {
    const both = `COUNT(*) AS total, ${xor(planned)} AS planned`;
    return options.isCompared && rest !== null ? `${both}, ${xor(rest)} AS rest` : both;
  };
  const [payment = {}] = await select(
    connection,
    sumsOf(paymentSql(from), restOfPaymentSql(from)),
    `payment WHERE ${ids}`,
  );
  const [entry = {}] = await select(
    connection,
    `${sumsOf(entrySql(from), restOfEntrySql(from))}, ${linksAndLowest(options)}`,
    `entry WHERE ${ids}`,
  );
  const [outbox = {}] = await select(
    connection,
    sumsOf(eventSql(from), null),
    `outbox WHERE ${within('event_id', range)}`,
  );
  const [buffered = noRow] = options.isBuffering
    ? await select(connection, sumsOf(entrySql(from), null), `buffered_entry WHERE ${ids}`)
    : [];
  return {
    payment: tableSumOf(payment),
    entry: { ...tableSumOf(entry), ...entrySumOf(entry) },
    outbox: tableSumOf(outbox),
    buffered: tableSumOf(buffered),
  };
}

/** Entries of payments outside a range. */
export async function sumEntriesOutside(
  connection: Connection,
  range: KeyRange,
  options: SumOptions,
): Promise<EntrySum> {
  const items = `COUNT(*) AS total, ${linksAndLowest(options)}`;
  const [sum = {}] = await select(connection, items, `entry WHERE ${outside('payment_id', range)}`);
  return entrySumOf(sum);
}

/** Entries whose payment is in `payments` (all others for null), by bucket of `width` accounts. */
export async function sumEntriesByAccount(
  connection: Connection,
  { payments, accounts, width }: BucketQuestion,
  options: SumOptions,
): Promise<ReadonlyMap<number, EntrySum>> {
  const items = `(account_id - ${accounts.from}) DIV ${width} AS bucket, COUNT(*) AS total, ${linksAndLowest(options)}`;
  const from = `entry WHERE (${payments}) AND ${within('account_id', accounts)} GROUP BY bucket`;
  const rows = await select(connection, items, from);
  return new Map(rows.map((row) => [Number(row['bucket']), entrySumOf(row)]));
}

export interface BucketQuestion {
  /** A condition on payment ids. */
  readonly payments: string;
  readonly accounts: KeyRange;
  readonly width: number;
}

/** The same of entries that have been read. */
export function sumEntries(entries: readonly EntryRow[], { mayBeNegative }: SumOptions): EntrySum {
  const links = new Fingerprint();
  let lowest = 0;
  for (const { account, accountVersion, amount, balanceAfter } of entries) {
    links.foldStanding(account, accountVersion, balanceAfter);
    links.foldStanding(account, accountVersion - 1, balanceAfter - amount);
    const mayOwe = mayBeNegative.some(({ first, count }) => account >= first && account < first + count);
    if (!mayOwe) lowest = Math.min(lowest, balanceAfter);
  }
  return { rows: entries.length, links: links.value, lowest };
}

const noRow: Row = { total: 0, planned: 0 };

export const noEntries: EntrySum = { rows: 0, links: 0n, lowest: 0 };

export function plus(left: EntrySum, right: EntrySum): EntrySum {
  return {
    rows: left.rows + right.rows,
    // Fingerprints are folded by exclusive-or, of rows and of one another.
    links: left.links ^ right.links,
    lowest: Math.min(left.lowest, right.lowest),
  };
}

function linksAndLowest({ mayBeNegative }: SumOptions): string {
  const mayOwe = mayBeNegative.map(({ first, count }) => within('account_id', { from: first, to: first + count }));
  const balance = mayOwe.length === 0 ? 'balance_after' : `IF(${mayOwe.join(' OR ')}, 0, balance_after)`;
  return `${xor(linkSql())} AS links, MIN(${balance}) AS lowest`;
}

function xor(sql: string): string {
  return `BIT_XOR(${sql})`;
}

function tableSumOf(row: Row): TableSum {
  return { rows: Number(row['total']), planned: bigintOf(row['planned']), rest: bigintOf(row['rest'] ?? 0) };
}

function entrySumOf(row: Row): EntrySum {
  return {
    rows: Number(row['total']),
    links: bigintOf(row['links']),
    lowest: Math.min(0, Number(row['lowest'] ?? 0)),
  };
}

function bigintOf(value: unknown): bigint {
  return BigInt(value as string | number);
}
