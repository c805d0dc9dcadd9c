/** Audits the payments of one node: the server sums up piece by piece, and only pieces that are not as predicted are read, row by row, and judged. */
import { paymentIdOf } from '../../kit/payment-id.js';
import {
  noEntries,
  plus,
  sumEntries,
  sumEntriesOutside,
  type EntrySum,
  type PieceSums,
} from '../../ledger/sum-rows.js';
import type { Connection } from '../../mysql/connect.js';
import { isRefusal } from '../../mysql/error-facts.js';
import { judgeAbsent, judgeForeign, judgePresent } from './judge-payment.js';
import { digestOf, digestOfSum, idsOf, ownIds, readForeign, readPiece, type NumberRange } from './ledger-pieces.js';
import { groupByPayment, type PieceRows } from './payment-rows.js';
import { sweepPieces, type Sweep, type SweptPiece } from './sweep-pieces.js';

export interface PaymentReading {
  readonly rows: { payments: number; entries: number; outbox: number };
  /** One digest a piece and table; the last piece holds the foreign payments. */
  readonly digests: { readonly payment: string[]; readonly entry: string[]; readonly outbox: string[] };
  /** Of all entries, foreign ones too; null where the server refused to calculate. */
  chain: EntrySum | null;
}

export interface PaymentAudit extends Sweep {
  readonly reading: PaymentReading;
}

/** What is read row by row is read over the first connection, in one snapshot. */
export async function auditPayments(connections: readonly Connection[], audit: PaymentAudit): Promise<void> {
  const main = connections[0] as Connection;
  const sums: EntrySum[] = [];
  for (const piece of await sweepPieces(connections, audit)) sums.push(await settlePiece(main, audit, piece));
  await auditForeign(main, audit);
  try {
    sums.push(await sumEntriesOutside(main, ownIds(audit.tally.context), audit.sums));
    audit.reading.chain = sums.reduce(plus, noEntries);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
}

/** Judges the rows of a piece that is not proven, and adds the piece to the reading. Resolves to what its entries say of their accounts. */
async function settlePiece(
  connection: Connection,
  audit: PaymentAudit,
  { range, sums, isProven }: SweptPiece,
): Promise<EntrySum> {
  if (sums !== null && isProven) return addSums(audit.reading, sums);
  const { context } = audit.tally;
  const rows = await readPiece(connection, idsOf(context, range), context);
  judgePiece(audit, range, rows);
  if (sums !== null) return addSums(audit.reading, sums);
  addRows(audit.reading, rows);
  return sumEntries(rows.entries, audit.sums);
}

function addSums({ rows, digests }: PaymentReading, { payment, entry, outbox, buffered }: PieceSums): EntrySum {
  digests.payment.push(digestOfSum(payment));
  digests.entry.push(`${digestOfSum(entry)}:${entry.links}${buffered.rows === 0 ? '' : `:${digestOfSum(buffered)}`}`);
  digests.outbox.push(digestOfSum(outbox));
  rows.payments += payment.rows;
  rows.entries += entry.rows;
  rows.outbox += outbox.rows;
  return entry;
}

function addRows({ rows, digests }: PaymentReading, { payments, entries, outbox, buffered }: PieceRows): void {
  digests.payment.push(digestOf(payments));
  digests.entry.push(`${digestOf(entries)}${buffered.length === 0 ? '' : `:${digestOf(buffered)}`}`);
  digests.outbox.push(digestOf(outbox));
  rows.payments += payments.length;
  rows.entries += entries.length;
  rows.outbox += outbox.length;
}

async function auditForeign(connection: Connection, { tally, reading, isJudged }: PaymentAudit): Promise<void> {
  const { ids, piece } = await readForeign(connection, tally.context);
  addRows(reading, piece);
  if (!isJudged) return;
  const groups = groupByPayment(piece);
  for (const id of ids) judgeForeign(tally, id, groups.get(id) ?? { payments: [], entries: [], outbox: [] });
}

function judgePiece({ tally, isJudged }: PaymentAudit, [first, end]: NumberRange, piece: PieceRows): void {
  const { header, outcomes } = tally.context;
  const groups = groupByPayment(piece);
  for (let number = first; number < end; number += 1) {
    const rows = groups.get(paymentIdOf(header.runTag, number));
    if (!isJudged) {
      if (rows !== undefined && outcomes.isLost(number)) tally.onLostButHere(number);
    } else if (rows === undefined) judgeAbsent(tally, number);
    else judgePresent(tally, number, rows);
  }
}
