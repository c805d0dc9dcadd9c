/**
 * Posts a payment with as few round trips as its safety allows. The server computes what the entries hold, from the accounts that the
 * statements before have locked and changed; the client learns it from the answers.
 *
 * Ahead: everything but COMMIT goes out at once, and COMMIT follows when every answer was right. A server carries on after an error
 * with what was sent ahead, so nothing that is sent ahead may commit.
 * In one text: COMMIT is in it, because a text ends with its first error. What would decline the payment is made such an error.
 */
import type { Access } from '../model/history.js';
import type { Leg } from '../model/operation.js';
import { driverErrno, duplicateKeyErrno } from '../model/outcome.js';
import type { Answers } from '../mysql/answers.js';
import { isServersOwn, type SeenError } from '../mysql/classify-error.js';
import { decline, fail, missingAccount, succeed, type AttemptContext } from './attempt.js';
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
  keptEntriesStatement,
  keptLockStatement,
  otherStatements,
  paymentStatement,
  stateIfCovered,
  updateStatement,
} from './payment-statements.js';
import { conditionStatements, judgeCondition } from './posting-condition.js';
import { firstNumbers } from './seen-on.js';

const cannotBeNullErrno = 1048;

/** In separate texts when the connection has autocommit off, so that none of them begins or ends anything. */
export function postAhead(order: PaymentOrder, context: AttemptContext): void {
  const legs = inLockOrder(order);
  const statements = [...reads(order, legs), ...writes(order, legs)];
  if (context.sending === 'pipelined') context.session.ask(statements, (answers) => judge(answers, 0));
  else context.session.askAsOne(['BEGIN', ...statements], (answers) => judge(answers, 1));

  function judge(answers: Answers, first: number): void {
    const seen = readFrom(answers, order, { legs, first });
    const full = withAccesses(context, seen.locked, seen.looked);
    // Somebody in between has changed connections: what was sent ahead may have committed statement by statement.
    if (context.sending === 'pipelined' && answers.isAutocommit) return fail('commit', committedByItself, full);
    if (answers.error.errno !== 0) {
      if (isOwnDuplicate(answers.error, order)) return acknowledgeEarlier(answers.error, context);
      // A voucher that the customer has had: the key refused what the client would have declined.
      const isRefused = answers.error.errno === duplicateKeyErrno && seen.missing === null && !seen.isPayable;
      return isRefused ? decline(context) : fail('statement', answers.error, full);
    }
    if (answers.succeeded !== first + statements.length) return fail('statement', tooFewAnswers, full);
    if (seen.missing !== null) return fail('statement', missingAccount(seen.missing), context);
    if (!seen.isPayable) return decline(context);
    commit(order, full, context);
  }
}

export function postInOneText(order: PaymentOrder, context: AttemptContext): void {
  const legs = inLockOrder(order);
  const before = ['BEGIN', ...reads(order, legs), ...legs.map(updateStatement)];
  const after = [keptEntriesStatement(order, legs), ...otherStatements(order), 'COMMIT'];
  const statements = [...before, paymentStatement(order, stateIfCovered(order, legs)), ...after];
  context.session.askAsOne(statements, (answers) => {
    const { error, succeeded } = answers;
    const seen = readFrom(answers, order, { legs, first: 1 });
    const full = withAccesses(context, seen.locked);
    if (error.errno === 0 && succeeded === statements.length) return succeed('acknowledged', full);
    if (error.errno === 0) return fail('commit', tooFewAnswers, full);
    if (isOwnDuplicate(error, order)) return acknowledgeEarlier(error, context);
    if (error.errno === cannotBeNullErrno && succeeded === before.length) {
      if (seen.missing !== null) return fail('statement', missingAccount(seen.missing), context);
      if (!seen.isPayable) return decline(context);
    }
    // Whoever hears nothing more from the server cannot know how far it went on.
    const isOwn = error.errno === cannotBeNullErrno || isServersOwn(error, context.errors);
    const mayHaveCommitted = succeeded === statements.length - 1 || !isOwn;
    fail(mayHaveCommitted ? 'commit' : 'statement', error, full);
  });
}

const tooFewAnswers: SeenError = {
  errno: driverErrno.protocol,
  sqlstate: '',
  message: 'The server answered fewer statements than it was sent, or more.',
};
const committedByItself: SeenError = {
  errno: driverErrno.protocol,
  sqlstate: '',
  message: 'The connection commits every statement by itself, although it was told not to.',
};

function reads(order: PaymentOrder, legs: readonly Leg[]): readonly string[] {
  return [...legs.map(keptLockStatement), ...conditionStatements(order)];
}

function writes(order: PaymentOrder, legs: readonly Leg[]): readonly string[] {
  const entries = keptEntriesStatement(order, legs);
  return [...legs.map(updateStatement), paymentStatement(order), entries, ...otherStatements(order)];
}

interface Seen {
  readonly locked: readonly LockedAccount[];
  readonly looked: readonly Access[];
  /** An account that was asked for and is not in the ledger. */
  readonly missing: number | null;
  /** Covered, and whatever else must hold does. */
  readonly isPayable: boolean;
}

/** As far as the answers go: `first` is the number of the statement that locks the first account. */
function readFrom(
  answers: Answers,
  order: PaymentOrder,
  { legs, first }: { readonly legs: readonly Leg[]; readonly first: number },
): Seen {
  const locked: LockedAccount[] = [];
  for (const [index, leg] of legs.entries()) {
    const found = lockedBy(leg, answers, first + index);
    if (found === null) return { locked: [], looked: [], missing: leg.account, isPayable: false };
    locked.push(found);
  }
  const isAffordable = isCovered(order, locked);
  const answered = conditionStatements(order).map((_sql, index) => firstNumbers(answers, first + legs.length + index));
  const { holds, looked, missing } = judgeCondition(order, locked, answered);
  return { locked, looked, missing, isPayable: isAffordable && holds };
}
