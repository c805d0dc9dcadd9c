/** Performs one attempt of an arrival on a session: what the content asks for, under the payment id that this attempt has in this run. */
import { accountRanges, rangeOf } from '../../../kit/account-ranges.js';
import { createIsBuffered } from '../../../kit/buffered-legs.js';
import { paymentIdOf, paymentNumber, paymentsPerArrival } from '../../../kit/payment-id.js';
import type { AttemptContext } from '../../../ledger/attempt.js';
import type { PaymentOrder } from '../../../ledger/payment-order.js';
import { postPayment } from '../../../ledger/post-payment.js';
import { postUnlessThere } from '../../../ledger/post-unless-there.js';
import { readBalances } from '../../../ledger/read-balances.js';
import { readHistory } from '../../../ledger/read-history.js';
import { readStatus } from '../../../ledger/read-status.js';
import type { Posting } from '../../../model/operation.js';
import type { ThreadOrder } from '../words/messages.js';
import type { Pending } from '../words/pending.js';

export type Perform = (pending: Pending, context: AttemptContext) => void;

export function createPerform({ plan, runTag }: ThreadOrder, operations: readonly string[]): Perform {
  const { retry, lockOrder, holdLocksMs } = plan.scenario.client;
  const perArrival = paymentsPerArrival(retry);
  const owing = accountRanges(plan.ledger).filter((range) => range.mayBeNegative);
  const mayBeNegative = (account: number): boolean => rangeOf(owing, account) !== undefined;
  const isBuffered = createIsBuffered(plan);
  const idOf = (arrival: number, attempt: number): number =>
    paymentIdOf(runTag, paymentNumber(arrival, attempt, perArrival));

  const orderOf = ({ index, attempt, startMs, content, settles }: Pending, posting: Posting): PaymentOrder => ({
    paymentId: idOf(index, attempt),
    operation: operations[content.operation] as string,
    attempt: perArrival === 1 ? attempt : 1,
    clientTimeMs: Math.round(startMs),
    posting,
    originalId: posting.original === undefined ? null : idOf(posting.original, settles?.attempt ?? 1),
    mayBeNegative,
    isUnsorted: lockOrder === 'unsorted',
    ...(isBuffered === null ? {} : { isBuffered }),
    ...(holdLocksMs === undefined ? {} : { beforeCommit: (proceed) => void setTimeout(proceed, holdLocksMs) }),
  });

  return (pending, context) => {
    const { content } = pending.content;
    switch (content.kind) {
      case 'posting': {
        const isAskedFirst = pending.attempt > 1 && retry.policy === 'status-query' && pending.settles === null;
        const post = isAskedFirst ? postUnlessThere : postPayment;
        return post(orderOf(pending, content), context);
      }
      case 'read':
        return readBalances(content.accounts, context);
      case 'history':
        return readHistory(content.account, context);
      case 'status':
        return readStatus(idOf(content.original, 1), context);
      default:
        return content satisfies never;
    }
  };
}
