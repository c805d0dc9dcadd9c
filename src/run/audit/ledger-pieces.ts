/** How the payments of a ledger are cut into pieces, the same on every node, and how the rows of one are read. */
import { paymentIdOf } from '../../kit/payment-id.js';
import { readIdsOutside } from '../../ledger/find-ids.js';
import { readBuffered, readEntriesByPayment, readOutbox, readPayments } from '../../ledger/read-rows.js';
import type { KeyRange } from '../../ledger/select-rows.js';
import type { TableSum } from '../../ledger/sum-rows.js';
import type { Connection } from '../../mysql/connect.js';
import { numbersPerPiece, type AuditContext } from './audit-context.js';
import type { PieceRows } from './payment-rows.js';
import { RowDigest, type RowValues } from './row-digest.js';

/** Foreign payments that are looked at; more would only say the same louder. */
const foreignMax = 100_000;
const foreignPerPiece = 500;

/** [first, end) of a piece. */
export type NumberRange = readonly [number, number];

export function numberPieces({ numbersEnd }: AuditContext): readonly NumberRange[] {
  const count = Math.ceil(numbersEnd / numbersPerPiece);
  return Array.from({ length: count }, (_each, index) => {
    return [index * numbersPerPiece, Math.min(numbersEnd, (index + 1) * numbersPerPiece)] as const;
  });
}

export function idsOf({ header }: AuditContext, [first, end]: NumberRange): KeyRange {
  return { from: paymentIdOf(header.runTag, first), to: paymentIdOf(header.runTag, end) };
}

/** Ids that payments of this run can have. */
export function ownIds(context: AuditContext): KeyRange {
  return idsOf(context, [0, context.numbersEnd]);
}

export async function readPiece(
  connection: Connection,
  range: KeyRange,
  { isBuffering }: Pick<AuditContext, 'isBuffering'>,
): Promise<PieceRows> {
  const payments = await readPayments(connection, range);
  const entries = await readEntriesByPayment(connection, range);
  const outbox = await readOutbox(connection, range);
  const buffered = isBuffering ? await readBuffered(connection, range) : [];
  return { payments, entries, outbox, buffered };
}

/** The rows of payments that no arrival of this run can have, as one piece. */
export async function readForeign(
  connection: Connection,
  context: AuditContext,
): Promise<{ readonly ids: readonly number[]; readonly piece: PieceRows }> {
  const own = ownIds(context);
  const ids = (await readIdsOutside(connection, own, { ...context, limit: foreignMax })).slice(0, foreignMax);
  const pieces: PieceRows[] = [];
  for (const range of foreignRanges(ids, own)) pieces.push(await readPiece(connection, range, context));
  return {
    ids,
    piece: {
      payments: pieces.flatMap((piece) => piece.payments),
      entries: pieces.flatMap((piece) => piece.entries),
      outbox: pieces.flatMap((piece) => piece.outbox),
      buffered: pieces.flatMap((piece) => piece.buffered),
    },
  };
}

/** Between the first and the last id of each there is nothing of the run's own. */
function foreignRanges(ids: readonly number[], own: KeyRange): readonly KeyRange[] {
  const ranges: KeyRange[] = [];
  for (const side of [ids.filter((id) => id < own.from), ids.filter((id) => id >= own.to)]) {
    for (let at = 0; at < side.length; at += foreignPerPiece) {
      const piece = side.slice(at, at + foreignPerPiece);
      ranges.push({ from: piece[0] as number, to: (piece.at(-1) as number) + 1 });
    }
  }
  return ranges;
}

/** Readers build their rows with the same columns in the same order, so the values alone are the row. */
export function digestOf(rows: readonly object[]): string {
  const digest = new RowDigest();
  for (const row of rows) digest.add(Object.values(row) as RowValues);
  return digest.text();
}

const ofSums = 'sums ';

export function digestOfSum({ rows, planned, rest }: TableSum): string {
  return `${ofSums}${rows}:${planned}:${rest}`;
}

/** One of sums and one of rows say nothing of each other: one of the nodes refused to calculate. */
export function isOfSums(digest = ''): boolean {
  return digest.startsWith(ofSums);
}
