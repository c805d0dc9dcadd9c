/**
 * Posts one payment in one transaction, the way an application does, a statement per round trip: lock and read each account
 * in account order, update each, insert the payment, its entries, an outbox event where asked, and commit.
 */
import type { Access } from '../model/history.js';
import type { AttemptResult, Leg, Posting, Step } from '../model/operation.js';
import { duplicateKeyErrno } from '../model/outcome.js';
import type { SeenError } from '../mysql/classify-error.js';
import type { SessionRows } from '../mysql/session.js';
import { fail, missingAccount, succeed, type AttemptContext } from './attempt.js';

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
  if (!isCovered) return decline(context);
  const { pledge } = order.posting;
  if (pledge === undefined) return write({ order, locked, looked: [] }, context);
  const sql = `SELECT balance, version FROM account WHERE account_id = ${pledge.account}`;
  send('statement', sql, context, (rows) => {
    const [balance, version] = rows[0] ?? [];
    if (balance === undefined || version === undefined) {
      return fail('statement', missingAccount(pledge.account), context);
    }
    const left =
      balance + Math.min(...locked.flatMap(({ leg, balanceAfter }) => (leg.amount < 0 ? [balanceAfter] : [])));
    if (left < pledge.sumMin) return decline(context);
    write({ order, locked, looked: [{ kind: 'plain-read', account: pledge.account, version, balance }] }, context);
  });
}

function decline(context: AttemptContext): void {
  send('statement', 'ROLLBACK', context, () => succeed('declined', context));
}

interface Decided {
  readonly order: PaymentOrder;
  readonly locked: readonly LockedAccount[];
  readonly looked: readonly Access[];
}

interface Writing {
  readonly order: PaymentOrder;
  readonly statements: readonly string[];
  /** Answers with what the attempt saw and made. */
  readonly context: AttemptContext;
  /** Answers without, for an attempt that found its work already done. */
  readonly bare: AttemptContext;
}

function write({ order, locked, looked }: Decided, bare: AttemptContext): void {
  const accesses = [...looked, ...locked.map(updateOf)];
  const context = { ...bare, done: (result: AttemptResult) => bare.done({ ...result, accesses }) };
  sendAll({ order, statements: [...updates(locked), ...inserts(order, locked)], context, bare }, 0);
}

function updateOf({ leg, version, balanceAfter }: LockedAccount): Access {
  return { kind: 'update', account: leg.account, version, balance: balanceAfter };
}

function sendAll(writing: Writing, next: number): void {
  const { order, statements, context } = writing;
  const sql = statements[next];
  if (sql === undefined) return send('commit', 'COMMIT', context, () => succeed('acknowledged', context));
  context.session.run(sql, (error) => {
    if (error.errno === 0) return sendAll(writing, next + 1);
    if (isOwnDuplicate(error, order)) return acknowledgeEarlier(error, writing.bare);
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
