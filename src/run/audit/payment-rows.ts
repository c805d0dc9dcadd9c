/** Brings together the rows of each payment from the tables that hold a part of it. */
import type { BufferedRow, EntryRow, OutboxRow, PaymentRow } from '../../ledger/read-rows.js';

export interface PaymentRows {
  readonly payments: PaymentRow[];
  /** Those that wait in the buffer among them. */
  readonly entries: BufferedRow[];
  readonly outbox: OutboxRow[];
}

export interface PieceRows {
  readonly payments: readonly PaymentRow[];
  readonly entries: readonly EntryRow[];
  readonly outbox: readonly OutboxRow[];
  /** None where the ledger has no buffer. */
  readonly buffered: readonly BufferedRow[];
}

/** By payment id. */
export function groupByPayment({ payments, entries, outbox, buffered }: PieceRows): ReadonlyMap<number, PaymentRows> {
  const groups = new Map<number, PaymentRows>();
  const groupOf = (id: number): PaymentRows => {
    const known = groups.get(id);
    if (known !== undefined) return known;
    const fresh: PaymentRows = { payments: [], entries: [], outbox: [] };
    groups.set(id, fresh);
    return fresh;
  };
  for (const row of payments) groupOf(row.paymentId).payments.push(row);
  for (const row of entries) groupOf(row.paymentId).entries.push(row);
  for (const row of buffered) groupOf(row.paymentId).entries.push(row);
  for (const row of outbox) groupOf(row.eventId).outbox.push(row);
  return groups;
}

/** What a payment moved, told by its own rows. */
export function amountOf({ payments, entries }: PaymentRows): number {
  const credits = entries.reduce((sum, entry) => sum + Math.max(0, entry.amount), 0);
  return payments[0]?.amount ?? credits;
}
