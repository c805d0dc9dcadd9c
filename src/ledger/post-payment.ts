/**
 * Posts one payment in one transaction, the way an application does, a statement per round trip: lock and read each account
 * in account order, update each, insert the payment, its entries, an outbox event where asked, and commit.
 */
import type { Leg, Posting, Step } from '../model/operation.js';
import { driverErrno } from '../model/outcome.js';
import type { SeenError } from '../mysql/classify-error.js';
import type { SessionRows } from '../mysql/session.js';
import { fail, succeed, type AttemptContext } from './attempt.js';

const duplicateKeyErrno = 1062;

export interface PaymentOrder {
  readonly paymentId: number;
  readonly operation: string;
  readonly attempt: number;
  /** Whole milliseconds on the plan's axis. */
  readonly clientTimeMs: number;
  readonly posting: Posting;
  readonly mayBeNegative: (account: number) => boolean;
}

interface LockedAccount {
  readonly leg: Leg;
  readonly balanceAfter: number;
  readonly version: number;
}

export function postPayment(order: PaymentOrder, context: AttemptContext): void {
  const inLockOrder = [...order.posting.legs].sort((a, b) => a.account - b.account);
  send('begin', 'BEGIN', context, () => lockNext(order, context, inLockOrder, []));
}

function lockNext(order: PaymentOrder, context: AttemptContext, legs: readonly Leg[], locked: LockedAccount[]): void {
  const leg = legs[locked.length];
  if (leg === undefined) return decide(order, context, locked);
  const sql = `SELECT balance, version FROM account WHERE account_id = ${leg.account} FOR UPDATE`;
  send('statement', sql, context, (rows) => {
    const [balance, version] = rows[0] ?? [];
    if (balance === undefined || version === undefined) {
      return fail('statement', missingAccount(leg.account), context);
    }
    locked.push({ leg, balanceAfter: balance + leg.amount, version: version + 1 });
    lockNext(order, context, legs, locked);
  });
}

/** A wallet without the money declines the payment: a correct answer, without effect. */
function decide(order: PaymentOrder, context: AttemptContext, locked: readonly LockedAccount[]): void {
  const isCovered = locked.every(
    ({ leg, balanceAfter }) => leg.amount >= 0 || balanceAfter >= 0 || order.mayBeNegative(leg.account),
  );
  if (isCovered) return sendAll([...updates(locked), ...inserts(order, locked)], 0, order, context);
  send('statement', 'ROLLBACK', context, () => succeed('declined', context));
}

function sendAll(statements: readonly string[], next: number, order: PaymentOrder, context: AttemptContext): void {
  const sql = statements[next];
  if (sql === undefined) return send('commit', 'COMMIT', context, () => succeed('acknowledged', context));
  context.session.run(sql, (error) => {
    if (error.errno === 0) return sendAll(statements, next + 1, order, context);
    if (isOwnDuplicate(error, order)) return acknowledgeEarlier(error, context);
    fail('statement', error, context);
  });
}

/** In a retry, the payment's own id being taken proves that an earlier attempt committed. */
function isOwnDuplicate(error: SeenError, order: PaymentOrder): boolean {
  return error.errno === duplicateKeyErrno && order.attempt > 1 && error.message.includes(`'${order.paymentId}'`);
}

function acknowledgeEarlier({ message }: SeenError, { session, done }: AttemptContext): void {
  session.run('ROLLBACK', (rollbackError) => {
    const isConnectionUsable = rollbackError.errno === 0;
    if (!isConnectionUsable) session.close();
    done({ outcome: 'acknowledged', errno: duplicateKeyErrno, step: 'statement', message, isConnectionUsable });
  });
}

function updates(locked: readonly LockedAccount[]): readonly string[] {
  return locked.map(
    ({ leg }) =>
      `UPDATE account SET balance = balance + ${leg.amount}, version = version + 1 WHERE account_id = ${leg.account}`,
  );
}

function inserts(order: PaymentOrder, locked: readonly LockedAccount[]): readonly string[] {
  const { paymentId, operation, attempt, clientTimeMs, posting } = order;
  const entries = posting.legs.map((leg, index) => {
    const { balanceAfter, version } = locked.find((each) => each.leg === leg) as LockedAccount;
    return `(${paymentId}, ${index}, ${leg.account}, ${leg.amount}, ${balanceAfter}, ${version})`;
  });
  const payment = `(${paymentId}, '${operation}', ${posting.amount}, 'posted', NULL, ${clientTimeMs}, ${attempt})`;
  return [
    `INSERT INTO payment (payment_id, operation, amount, state, original_id, client_time, attempt) VALUES ${payment}`,
    `INSERT INTO entry (payment_id, leg, account_id, amount, balance_after, account_version) VALUES ${entries.join(', ')}`,
    ...(posting.hasOutboxEvent
      ? [`INSERT INTO outbox (event_id, payment_id, topic) VALUES (${paymentId}, ${paymentId}, 'payment-posted')`]
      : []),
  ];
}

function send(step: Step, sql: string, context: AttemptContext, next: (rows: SessionRows) => void): void {
  context.session.run(sql, (error, rows) => {
    if (error.errno === 0) next(rows);
    else fail(step, error, context);
  });
}

function missingAccount(account: number): SeenError {
  return { errno: driverErrno.protocol, sqlstate: '', message: `The account ${account} is not in the ledger.` };
}
