/** The statements of a payment. */
import { stateOf } from '../kit/state-of.js';
import type { Leg } from '../model/operation.js';
import type { LockedAccount, PaymentOrder } from './payment-order.js';

export function lockStatement({ account }: Leg): string {
  return `SELECT balance, version FROM account WHERE account_id = ${account} FOR UPDATE`;
}

export function readStatement(account: number): string {
  return `SELECT balance, version FROM account WHERE account_id = ${account}`;
}

export function updateStatement({ account, amount }: Leg): string {
  return `UPDATE account SET balance = balance + ${amount}, version = version + 1 WHERE account_id = ${account}`;
}

/** `state` is an expression: a payment that must not be posted can be stopped by the server itself. */
export function paymentStatement(order: PaymentOrder, state = `'${stateOf(order.posting)}'`): string {
  const { paymentId, operation, posting, originalId, clientTimeMs, attempt } = order;
  return `INSERT INTO payment (payment_id, operation, amount, state, original_id, client_time, attempt) VALUES (${paymentId}, '${operation}', ${posting.amount}, ${state}, ${originalId ?? 'NULL'}, ${clientTimeMs}, ${attempt})`;
}

/** All entries of the accounts that were locked at once, with what the client has read. */
export function entriesStatement({ paymentId, posting }: PaymentOrder, locked: readonly LockedAccount[]): string {
  const entries = posting.legs.flatMap((leg, index) => {
    const found = locked.find((each) => each.leg === leg);
    if (found === undefined) return [];
    return [`(${paymentId}, ${index}, ${leg.account}, ${leg.amount}, ${found.balanceAfter}, ${found.version})`];
  });
  return `${intoEntry} VALUES ${entries.join(', ')}`;
}

/**
 * Locks and reads an account, and has the server keep what it read in variables of the connection, for statements that are sent before the
 * client has seen it. Assigning in a SELECT is the one way that nearly all flavors know (Vitess knows none). `place` numbers the accounts of a payment.
 */
export function keptLockStatement({ account }: Leg, place: number): string {
  return `SELECT @b${place} := balance, @v${place} := version, @a${place} := account_id FROM account WHERE account_id = ${account} FOR UPDATE`;
}

/** All entries at once, with what the server has kept. `legs` are those that were locked, in their order. */
export function keptEntriesStatement({ paymentId, posting }: PaymentOrder, legs: readonly Leg[]): string {
  const entries = posting.legs.flatMap((leg, index) => {
    const place = legs.indexOf(leg);
    if (place < 0) return [];
    return [`(${paymentId}, ${index}, ${leg.account}, ${leg.amount}, @b${place} + ${leg.amount}, @v${place} + 1)`];
  });
  return `${intoEntry} VALUES ${entries.join(', ')}`;
}

/** What a payment writes besides its row and its entries. */
export function otherStatements(order: PaymentOrder): readonly string[] {
  const { paymentId, posting } = order;
  const { condition } = posting;
  const event = `INSERT INTO outbox (event_id, payment_id, topic) VALUES (${paymentId}, ${paymentId}, 'payment-posted')`;
  const voucher = (campaign: number, customer: number): string =>
    `INSERT INTO voucher (campaign_id, account_id, payment_id) VALUES (${campaign}, ${customer}, ${paymentId})`;
  const bankTransfer = (transfer: number): string =>
    `INSERT INTO bank_transfer (transfer_id, payment_id) VALUES (${transfer}, ${paymentId})`;
  return [
    ...bufferStatements(order),
    ...(posting.hasOutboxEvent ? [event] : []),
    ...(condition?.kind === 'unclaimed' ? [voucher(condition.campaign, condition.customer)] : []),
    ...(condition?.kind === 'uncredited' ? [bankTransfer(condition.transfer)] : []),
  ];
}

/** The payment's state when every account is there and those that must not fall below zero will not; else NULL, which the column refuses. */
export function stateIfCovered({ posting, mayBeNegative }: PaymentOrder, legs: readonly Leg[]): string {
  const conditions = legs.flatMap(({ account, amount }, place) => {
    const isThere = `@a${place} = ${account}`;
    return amount >= 0 || mayBeNegative(account) ? [isThere] : [isThere, `@b${place} >= ${-amount}`];
  });
  return `IF(${conditions.join(' AND ')}, '${stateOf(posting)}', NULL)`;
}

/** Every payment inserts rows of its own, so nobody waits for anybody. */
function bufferStatements({ paymentId, posting, isBuffered, clientTimeMs }: PaymentOrder): readonly string[] {
  if (isBuffered === undefined) return [];
  const rows = posting.legs.flatMap((leg, index) =>
    isBuffered(leg) ? [`(${leg.account}, ${paymentId}, ${index}, ${leg.amount}, ${clientTimeMs})`] : [],
  );
  if (rows.length === 0) return [];
  return [`INSERT INTO buffered_entry (account_id, payment_id, leg, amount, client_time) VALUES ${rows.join(', ')}`];
}

const intoEntry = 'INSERT INTO entry (payment_id, leg, account_id, amount, balance_after, account_version)';
