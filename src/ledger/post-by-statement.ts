/**
 * Posts a payment the way most applications do, a statement per round trip: lock and read each account in account order, ask what else must hold, update each
 * account, insert the payment, its entries and whatever else belongs to it, and commit.
 */
import type { Access } from '../model/history.js';
import type { Leg } from '../model/operation.js';
import { decline, fail, missingAccount, send, type AttemptContext } from './attempt.js';
import {
  acknowledgeEarlier,
  commit,
  inLockOrder,
  isCovered,
  isOwnDuplicate,
  lockedBy,
  withAccesses,
  type LockedAccount,
  type PaymentOrder,
} from './payment-order.js';
import {
  entriesStatement,
  lockStatement,
  otherStatements,
  paymentStatement,
  updateStatement,
} from './payment-statements.js';
import { conditionStatements, judgeCondition } from './posting-condition.js';
import { firstNumbers, type FirstNumbers } from './seen-on.js';

export function postByStatement(order: PaymentOrder, context: AttemptContext): void {
  send('begin', 'BEGIN', context, () => lockNext(order, context, inLockOrder(order), []));
}

function lockNext(order: PaymentOrder, context: AttemptContext, legs: readonly Leg[], locked: LockedAccount[]): void {
  const leg = legs[locked.length];
  if (leg === undefined) return decide(order, context, locked);
  send('statement', lockStatement(leg), context, (answers) => {
    const found = lockedBy(leg, answers, 0);
    if (found === null) return fail('statement', missingAccount(leg.account), context);
    locked.push(found);
    lockNext(order, context, legs, locked);
  });
}

function decide(order: PaymentOrder, context: AttemptContext, locked: readonly LockedAccount[]): void {
  if (!isCovered(order, locked)) return decline(context);
  askNext({ order, locked, statements: conditionStatements(order), answered: [] }, context);
}

interface Asking {
  readonly order: PaymentOrder;
  readonly locked: readonly LockedAccount[];
  readonly statements: readonly string[];
  readonly answered: FirstNumbers[];
}

function askNext(asking: Asking, context: AttemptContext): void {
  const { order, locked, statements, answered } = asking;
  const sql = statements[answered.length];
  if (sql !== undefined) {
    return send('statement', sql, context, (answers) => {
      answered.push(firstNumbers(answers, 0));
      askNext(asking, context);
    });
  }
  const { holds, looked, missing } = judgeCondition(order, locked, answered);
  if (missing !== null) return fail('statement', missingAccount(missing), context);
  if (!holds) return decline(context);
  write({ order, locked, looked }, context);
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
  const context = withAccesses(bare, locked, looked);
  const statements = [
    ...locked.map(({ leg }) => updateStatement(leg)),
    paymentStatement(order),
    entriesStatement(order, locked),
    ...otherStatements(order),
  ];
  sendAll({ order, statements, context, bare }, 0);
}

function sendAll(writing: Writing, next: number): void {
  const { order, statements, context } = writing;
  const sql = statements[next];
  if (sql === undefined) return commit(order, context, writing.bare);
  context.session.ask([sql], ({ error }) => {
    if (error.errno === 0) return sendAll(writing, next + 1);
    if (isOwnDuplicate(error, order)) return acknowledgeEarlier(error, writing.bare);
    fail('statement', error, context);
  });
}
