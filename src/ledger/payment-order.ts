/** What a payment is to do, and what an attempt found out about the accounts that it touches. */
import type { Access } from '../model/history.js';
import type { AttemptResult, Leg, Posting } from '../model/operation.js';
import { driverErrno, duplicateKeyErrno } from '../model/outcome.js';
import type { Answers } from '../mysql/answers.js';
import type { SeenError } from '../mysql/classify-error.js';
import { fail, rollBack, succeed, type AttemptContext } from './attempt.js';
import { firstNumbers, seenOn } from './seen-on.js';

export interface PaymentOrder {
  readonly paymentId: number;
  readonly operation: string;
  /** Of this payment id, from 1. */
  readonly attempt: number;
  /** Whole milliseconds on the plan's axis. */
  readonly clientTimeMs: number;
  readonly posting: Posting;
  /** Id of the payment that this one refers to. */
  readonly originalId: number | null;
  readonly mayBeNegative: (account: number) => boolean;
  /** Accounts are locked as the legs come; in the order of their numbers where it is left out. */
  readonly isUnsorted?: boolean;
  /** Entries that are put into the buffer instead of being posted; none where it is left out. */
  readonly isBuffered?: (leg: Leg) => boolean;
  /** What the application does with all locks held before it says COMMIT; it must call `proceed` once, later. Nothing where it is left out. */
  readonly beforeCommit?: (proceed: () => void) => void;
}

export interface LockedAccount {
  readonly leg: Leg;
  readonly balanceAfter: number;
  readonly version: number;
}

/** Those that the payment posts itself, in account order, so that two payments never wait for each other; unless deadlocks are what is rehearsed. */
export function inLockOrder({ posting, isUnsorted, isBuffered }: PaymentOrder): readonly Leg[] {
  const legs = isBuffered === undefined ? posting.legs : posting.legs.filter((leg) => !isBuffered(leg));
  if (isUnsorted === true) return legs;
  const ordered = [...legs];
  // By insertion, for they are two or three: a sort makes ten times as much garbage of them (measured).
  for (let end = 1; end < ordered.length; end += 1) {
    const leg = ordered[end] as Leg;
    let at = end;
    for (; at > 0 && (ordered[at - 1] as Leg).account > leg.account; at -= 1) ordered[at] = ordered[at - 1] as Leg;
    ordered[at] = leg;
  }
  return ordered;
}

/** What locking the account of a leg answered; null when the account is not in the ledger. */
export function lockedBy(leg: Leg, answers: Answers, statement: number): LockedAccount | null {
  const seen = seenOn(leg.account, firstNumbers(answers, statement));
  return seen === null ? null : { leg, balanceAfter: seen.balance + leg.amount, version: seen.version + 1 };
}

/** A wallet without the money declines the payment: a correct answer, without effect. */
export function isCovered({ mayBeNegative }: PaymentOrder, locked: readonly LockedAccount[]): boolean {
  return locked.every(({ leg, balanceAfter }) => leg.amount >= 0 || balanceAfter >= 0 || mayBeNegative(leg.account));
}

/** The attempt ends with what it saw and made. */
export function withAccesses(
  context: AttemptContext,
  locked: readonly LockedAccount[],
  looked: readonly Access[] = [],
): AttemptContext {
  const made = locked.map(({ leg, version, balanceAfter }): Access => ({
    kind: 'update',
    account: leg.account,
    version,
    balance: balanceAfter,
  }));
  return { ...context, done: (result: AttemptResult) => context.done({ ...result, accesses: [...looked, ...made] }) };
}

/** In a retry, the payment's own id being taken proves that an earlier attempt committed. */
export function isOwnDuplicate({ errno, message }: SeenError, { attempt, paymentId }: PaymentOrder): boolean {
  return errno === duplicateKeyErrno && attempt > 1 && message.includes(`'${paymentId}'`);
}

export function acknowledgeEarlier({ message }: SeenError, { session, done }: AttemptContext): void {
  rollBack(session, (isConnectionUsable) =>
    done({ outcome: 'acknowledged', errno: duplicateKeyErrno, step: 'statement', message, isConnectionUsable }),
  );
}

/** `bare` answers without what the attempt saw and made. A server that checks keys at COMMIT tells a retry there that its work was done already. */
export function commit(order: PaymentOrder, context: AttemptContext, bare: AttemptContext): void {
  if (order.beforeCommit === undefined) return sendCommit(order, context, bare);
  order.beforeCommit(() => {
    // COMMIT was never sent: what was written is gone with the connection.
    if (context.session.isOver) fail('statement', lostBeforeCommit, context);
    else sendCommit(order, context, bare);
  });
}

function sendCommit(order: PaymentOrder, context: AttemptContext, bare: AttemptContext): void {
  context.session.ask(['COMMIT'], ({ error }) => {
    if (error.errno === 0) return succeed('acknowledged', context);
    if (isOwnDuplicate(error, order)) return acknowledgeEarlier(error, bare);
    fail('commit', error, context);
  });
}

const lostBeforeCommit: SeenError = {
  errno: driverErrno.connectionLost,
  sqlstate: '',
  message: 'The connection was lost before COMMIT was sent.',
};
