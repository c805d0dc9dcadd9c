/** Reads the payments of one node with all their rows, piece by piece, and hands each to be compared with the journal and the plan. */
import { paymentIdOf } from '../../kit/payment-id.js';
import {
  readEntriesByPayment,
  readIdsOutside,
  readOutbox,
  readPayments,
  type KeyRange,
} from '../../ledger/read-rows.js';
import type { Connection } from '../../mysql/connect.js';
import { arrivalsPerPiece, type AuditContext } from './audit-context.js';
import { judgeAbsent, judgeForeign, judgePresent, type PaymentTally } from './judge-payment.js';
import { groupByPayment, type PieceRows } from './payment-rows.js';
import { RowDigest, type RowValues } from './row-digest.js';

/** Foreign payments that are looked at; more would only say the same louder. */
const foreignMax = 100_000;
const foreignPerPiece = 500;

export interface PaymentReading {
  readonly rows: { payments: number; entries: number; outbox: number };
  /** One digest a piece and table; the last piece holds the foreign payments. */
  readonly digests: { readonly payment: string[]; readonly entry: string[]; readonly outbox: string[] };
}

export interface PaymentAudit {
  readonly node: string;
  readonly tally: PaymentTally;
  readonly reading: PaymentReading;
  /** A node that stands aside is only searched for what others have lost. */
  readonly isJudged: boolean;
}

export async function auditPayments(connection: Connection, audit: PaymentAudit): Promise<void> {
  const { context } = audit.tally;
  for (const [first, end] of arrivalPieces(context)) {
    const piece = await readPiece(connection, idsOf(context, first, end));
    digestPiece(audit.reading, piece);
    judgePiece(audit, [first, end], piece);
    const percent = Math.floor((end / context.arrivalsEnd) * 100);
    context.onProgress(`reading the ledger of ${audit.node}: ${Math.min(100, percent)} % of the payments`);
  }
  await auditForeign(connection, audit);
}

/** [first, end) of every piece, the same for every node. */
export function arrivalPieces({ arrivalsEnd }: AuditContext): readonly (readonly [number, number])[] {
  const count = Math.ceil(arrivalsEnd / arrivalsPerPiece);
  return Array.from({ length: count }, (_each, index) => {
    return [index * arrivalsPerPiece, Math.min(arrivalsEnd, (index + 1) * arrivalsPerPiece)] as const;
  });
}

export function idsOf({ header }: AuditContext, first: number, end: number): KeyRange {
  return { from: paymentIdOf(header.runTag, first), to: paymentIdOf(header.runTag, end) };
}

export async function readPiece(connection: Connection, range: KeyRange): Promise<PieceRows> {
  const payments = await readPayments(connection, range);
  const entries = await readEntriesByPayment(connection, range);
  const outbox = await readOutbox(connection, range);
  return { payments, entries, outbox };
}

/** The rows of payments that no arrival of this run can have, as one piece. */
export async function readForeign(
  connection: Connection,
  context: AuditContext,
): Promise<{ readonly ids: readonly number[]; readonly piece: PieceRows }> {
  const own = idsOf(context, 0, context.arrivalsEnd);
  const ids = (await readIdsOutside(connection, own, foreignMax)).slice(0, foreignMax);
  const pieces: PieceRows[] = [];
  for (const range of foreignRanges(ids, own)) pieces.push(await readPiece(connection, range));
  return {
    ids,
    piece: {
      payments: pieces.flatMap((piece) => piece.payments),
      entries: pieces.flatMap((piece) => piece.entries),
      outbox: pieces.flatMap((piece) => piece.outbox),
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

async function auditForeign(connection: Connection, { tally, reading, isJudged }: PaymentAudit): Promise<void> {
  const { ids, piece } = await readForeign(connection, tally.context);
  digestPiece(reading, piece);
  if (!isJudged) return;
  const groups = groupByPayment(piece);
  for (const id of ids) judgeForeign(tally, id, groups.get(id) ?? { payments: [], entries: [], outbox: [] });
}

function judgePiece(
  { tally, isJudged }: PaymentAudit,
  [first, end]: readonly [number, number],
  piece: PieceRows,
): void {
  const { header, outcomes } = tally.context;
  const groups = groupByPayment(piece);
  for (let arrival = first; arrival < end; arrival += 1) {
    const rows = groups.get(paymentIdOf(header.runTag, arrival));
    if (!isJudged) {
      if (rows !== undefined && outcomes.isLost(arrival)) tally.onLostButHere(arrival);
    } else if (rows === undefined) judgeAbsent(tally, arrival);
    else judgePresent(tally, arrival, rows);
  }
}

function digestPiece({ rows, digests }: PaymentReading, { payments, entries, outbox }: PieceRows): void {
  digests.payment.push(digestOf(payments));
  digests.entry.push(digestOf(entries));
  digests.outbox.push(digestOf(outbox));
  rows.payments += payments.length;
  rows.entries += entries.length;
  rows.outbox += outbox.length;
}

/** Readers build their rows with the same columns in the same order, so the values alone are the row. */
export function digestOf(rows: readonly object[]): string {
  const digest = new RowDigest();
  for (const row of rows) digest.add(Object.values(row) as RowValues);
  return digest.text();
}
